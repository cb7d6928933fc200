/** Set-up of the journeys: the demo school is made once, and each of their servers begins with a copy of it. */
import path from 'node:path';
import { startServer } from './server';
import { tempFolder } from './temp-folder';

export default async function makeDemoSchool(): Promise<() => void> {
  const folder = tempFolder();
  await using server = await startServer({ dbPath: path.join(folder.path, 'muster.db') });
  await server.close();
  process.env.DEMO_SCHOOL = folder.path;
  return folder[Symbol.dispose];
}
