/** A folder for one test, gone when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type TempFolder = { path: string; [Symbol.dispose]: () => void };

/** `using folder = tempFolder()` */
export function tempFolder(): TempFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'muster-'));
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
