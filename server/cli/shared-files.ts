/**
 * Which modules that pages share come in one file. Modules that the same pages use are a part; two parts become one while the files that
 * pages save are worth more than what they load for it and do not use.
 */

/** Modules that come together, and the pages that load them. */
export type Part = { ids: string[]; bytes: number; users: Set<string> };

export type Sharing = {
  /** Of each page by its name, all modules that it needs. */
  pages: Map<string, Set<string>>;
  importsOf: (id: string) => readonly string[];
  bytesOf: (id: string) => number;
  /** How much a page matters beside others. */
  weightOf: (page: string) => number;
  /** Whether a page loads nothing at all that it does not use. */
  isExact: (page: string) => boolean;
  /** One file more costs a page as much as so many bytes. */
  fileBytes: number;
};

/** Of each part all that it needs, but for itself. */
type Needs = Map<Part, Set<Part>>;

function partsOf({ pages, bytesOf }: Sharing): Part[] {
  const usersOf = new Map<string, string[]>();
  for (const [page, ids] of pages) for (const id of ids) usersOf.set(id, [...(usersOf.get(id) ?? []), page]);
  const parts = new Map<string, Part>();
  for (const [id, users] of usersOf) {
    if (users.length === 1) continue;
    const part = parts.get(users.join()) ?? { ids: [], bytes: 0, users: new Set(users) };
    part.ids.push(id);
    part.bytes += bytesOf(id);
    parts.set(users.join(), part);
  }
  return [...parts.values()];
}

function needsOf(parts: readonly Part[], importsOf: Sharing['importsOf']): Needs {
  const partOf = new Map(parts.flatMap((part) => part.ids.map((id) => [id, part] as const)));
  const direct = new Map(
    parts.map((part) => [part, new Set(part.ids.flatMap(importsOf).flatMap((id) => partOf.get(id) ?? []))] as const),
  );
  const needs: Needs = new Map();
  for (const part of parts) {
    const reached = new Set(direct.get(part));
    for (const one of reached) for (const next of direct.get(one) ?? []) reached.add(next);
    reached.delete(part);
    needs.set(part, reached);
  }
  return needs;
}

/** What two parts need besides each other; null when one needs the other by way of a third, for which they would wait as it for them. */
function neededBesides(a: Part, b: Part, needs: Needs): Part[] | null {
  const besides = [...new Set([...(needs.get(a) ?? []), ...(needs.get(b) ?? [])])].filter((part) => part !== a && part !== b);
  return besides.some((part) => needs.get(part)?.has(a) || needs.get(part)?.has(b)) ? null : besides;
}

/** What it is worth that two parts become one: below 0 it costs more than it saves. */
function gainOf(a: Part, b: Part, needs: Needs, { weightOf, isExact, fileBytes }: Sharing): number {
  const besides = neededBesides(a, b, needs);
  if (!besides) return 0;
  let gain = 0;
  for (const page of new Set([...a.users, ...b.users])) {
    const unused = [a, b, ...besides].filter((part) => !part.users.has(page));
    if (unused.length > 0 && isExact(page)) return 0;
    const savedFiles = 1 - unused.length;
    gain += weightOf(page) * (savedFiles * fileBytes - unused.reduce((sum, { bytes }) => sum + bytes, 0));
  }
  return gain;
}

/** The parts that become files: the smallest first looks for the one that it is best with. */
export function sharedFiles(sharing: Sharing): Part[] {
  const files: Part[] = [];
  let open = partsOf(sharing);
  while (open.length > 0) {
    const needs = needsOf([...open, ...files], sharing.importsOf);
    const [smallest, ...others] = open.sort((a, b) => a.bytes - b.bytes) as [Part, ...Part[]];
    const gains = others.map((part) => gainOf(smallest, part, needs, sharing));
    const best = Math.max(0, ...gains);
    const match = best > 0 ? others[gains.indexOf(best)] : undefined;
    open = others;
    if (!match) files.push(smallest);
    else {
      match.ids.push(...smallest.ids);
      match.bytes += smallest.bytes;
      for (const part of [match, ...(needs.get(match) ?? []), ...(needs.get(smallest) ?? [])])
        for (const page of [...smallest.users, ...match.users]) part.users.add(page);
    }
  }
  return files;
}
