/** What the load generator is told and what it answers; plain data, because it crosses between processes. */

/** One request. `dueMs` is when to send it, counted from the start of the run; null sends it as soon as a place is free. */
export type Shot = { path: string; headers: Record<string, string>; body: string; dueMs: number | null };

/** How long an answer took, from when its request was due; `status` 0 is an answer that never came. */
export type Hit = { ms: number; status: number; body: string };

/** `places` is how many requests may be under way at once. */
export type Volley = { url: string; shots: Shot[]; places: number; startAt: number };

export type Report = { hits: Hit[]; tookMs: number };
