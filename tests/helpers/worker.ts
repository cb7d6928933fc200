/** The Workers build under `wrangler dev`, over a libSQL server with a database at the current schema. */
import path from 'node:path';
import { type Database, openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { startHranaServer } from './hrana-server';
import { ROOT, startProgram } from './program';

export type TestWorker = {
  url: string;
  /** Where it believes to be: the origin of its forms. */
  origin: string;
  output: () => string;
  [Symbol.asyncDispose]: () => Promise<void>;
};

type Options = {
  /** Where the database, and what wrangler writes, is kept. */
  folder: string;
  /** 0 lets the system choose. */
  port?: number;
  /** Puts into the database what the test is about, before the worker starts. */
  seed?: (db: Database) => Promise<unknown>;
};

const TOKEN = 'token-of-the-local-database';
const SECRET_KEY = 'a secret for local use only, long enough';

async function startDatabase(folder: string, seed: Options['seed']) {
  const server = await startHranaServer({ file: path.join(folder, 'muster.db'), token: TOKEN });
  const db = await openDatabase({ url: server.url, authToken: TOKEN });
  await migrateDatabase(db);
  await seed?.(db);
  db.$client.close();
  return server;
}

function wranglerArguments(folder: string, port: number, variables: Record<string, string>): string[] {
  const vars = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const place = [
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--inspector-port',
    '0',
    '--persist-to',
    path.join(folder, 'wrangler'),
  ];
  return [path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js'), 'dev', '--local', ...place, ...vars];
}

/** Starts both and resolves when pages can be asked for. */
export async function startWorker({ folder, port = 0, seed }: Options): Promise<TestWorker> {
  const database = await startDatabase(folder, seed);
  const origin = `http://127.0.0.1:${port || 8787}`;
  const variables = {
    BASE_URL: origin,
    SECRET_KEY,
    DATABASE_URL: database.url,
    DATABASE_AUTH_TOKEN: TOKEN,
  };
  const env = { CI: '1', WRANGLER_SEND_METRICS: 'false', HOME: folder, XDG_CONFIG_HOME: folder, WRANGLER_LOG_PATH: folder };
  const program = startProgram(process.execPath, wranglerArguments(folder, port, variables), env);
  const [, url = ''] = await program.waitFor(/Ready on (http:\/\/[\w.:]+)/);
  const dispose = async () => {
    await program.end('SIGINT');
    await database.close();
  };
  return { url, origin, output: program.output, [Symbol.asyncDispose]: dispose };
}
