/** Somebody who has a live view open, and notes when each student appears on it. */

export type LiveView = {
  /** When each was first seen to have come, epoch ms: by the id of the student, or of the device where a baseline knows no other. */
  seen: Map<string, number>;
  close: () => void;
};

type Told = { rows?: { studentId: number; status: string | null }[]; deviceId?: string };

/** Who has come, by one event: of a register, or a body that a baseline was sent. */
function namesIn(data: string): string[] {
  const { rows = [], deviceId } = JSON.parse(data) as Told;
  const came = rows.filter(({ status }) => status !== null).map(({ studentId }) => String(studentId));
  return deviceId === undefined ? came : [deviceId];
}

/** Opens a stream of events. Resolves once its first part has come. */
export async function openLiveView(url: string, headers: Record<string, string>): Promise<LiveView> {
  const left = new AbortController();
  const response = await fetch(url, { headers, signal: left.signal });
  if (!response.ok || !response.body) throw new Error(`The live view could not be opened: ${response.status}`);
  const seen = new Map<string, number>();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = (await reader.read()).value ?? '';
  const read = async () => {
    for (;;) {
      const { done, value = '' } = await reader.read();
      if (done) return;
      const events = (rest + value).split('\n\n');
      rest = events.pop() ?? '';
      for (const line of events.flatMap((event) => event.split('\n')).filter((one) => one.startsWith('data: {')))
        for (const name of namesIn(line.slice('data: '.length))) if (!seen.has(name)) seen.set(name, Date.now());
    }
  };
  read().catch(() => {});
  return { seen, close: () => left.abort() };
}
