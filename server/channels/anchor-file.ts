/** The history's head told to a file, a line each time. Node only. The file belongs on another disk or machine than the database. */
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Seal } from '#domain/history';
import type { Anchor } from './anchor';

/** What a line tells, or null: one that was torn when the power went says nothing. */
function headIn(line: string): Seal | null {
  try {
    const { position, hash } = JSON.parse(line) as Partial<Seal>;
    return typeof position === 'number' && typeof hash === 'string' ? { position, hash } : null;
  } catch {
    return null;
  }
}

async function* readHeads(file: string): AsyncIterable<Seal> {
  if (!existsSync(file)) return;
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const head = headIn(line);
      if (head) yield head;
    }
  } finally {
    input.destroy();
  }
}

/** Appends heads to `file`; each is on disk when `write` resolves. */
export function fileAnchor(file: string): Anchor {
  return {
    async write(head) {
      const handle = await open(file, 'a', 0o600);
      try {
        // A line torn before stands by itself.
        await handle.appendFile(`\n${JSON.stringify(head)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    read: () => readHeads(file),
  };
}
