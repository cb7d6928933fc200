/** The built server in a process of its own, as `npm start` runs it, on a port of the system's choice and a database of the test's. */
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { isLoopback } from '#server/config';
import { cheapPasswords } from './preload';
import { type Program, ROOT, startProgram } from './program';
import { startProxy } from './proxy';
import { type TempFolder, tempFolder } from './temp-folder';

export type TestServer = {
  url: string;
  dbPath: string;
  pid: number;
  /** All that was printed so far: what a person reads, and the log. */
  output: () => string;
  /** Stops it as an operator does, and resolves with its exit code. */
  close: () => Promise<number | null>;
  /** Ends it as a power cut does to a process. Its database stays until the test is over. */
  kill: () => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

type Options = {
  /** Further variables. Without any it is the demo. */
  env?: Record<string, string>;
  /** Database of an earlier server, to go on with. It stays when this one is over. */
  dbPath?: string;
};

/** Where it is, and behind a proxy also where it listens. */
const READY = /Muster is ready at (\S+)(?: \(listening on (\S+)\))?\n/;

const BUILT_SERVER = path.join(ROOT, 'build/server/index.js');

/** A school of its own: no demo, no seed. A proxy stands in front, so that it is asked by its name; the server itself is on 127.0.0.1. */
export const SCHOOL_ENV = { BASE_URL: 'https://attendance.school.test', SECRET_KEY: 'a secret of the tests, long enough for it' };

/** The environment of a server on `dbPath`, on a port of the system's choice. People of the demo sign in all day: their passwords are
 *  cheap. */
function serverEnvironment(dbPath: string, env: Record<string, string>): Record<string, string> {
  const options = env.SECRET_KEY ? env.NODE_OPTIONS : [cheapPasswords(), env.NODE_OPTIONS].filter(Boolean).join(' ');
  const own = { NODE_ENV: 'production', PORT: '0', DATABASE_URL: `file:${dbPath}` };
  return { ...own, ...env, ...(options && { NODE_OPTIONS: options }) };
}

/** Servers of tests live for seconds: their code is not worth being made faster. Those of benches are measured. */
const FLAGS = process.env.VITEST ? ['--no-opt'] : [];

/** Runs the built server without waiting for it to be ready: for starts that are refused. */
export function runServer(dbPath: string, env: Record<string, string>): Program {
  if (!existsSync(BUILT_SERVER)) throw new Error('There is no build. Run `npm run build` first.');
  return startProgram(process.execPath, [...FLAGS, BUILT_SERVER], serverEnvironment(dbPath, env));
}

/** Where there is a demo school that was made before (`demo-school.ts`), a demo begins with a copy of it. */
function newFolder(env: Record<string, string>): TempFolder {
  const folder = tempFolder();
  const made = process.env.DEMO_SCHOOL;
  if (made && !env.SECRET_KEY) cpSync(made, folder.path, { recursive: true });
  return folder;
}

/** Starts the built server and resolves when it answers: `await using server = await startServer()`. */
export async function startServer({ env = {}, dbPath }: Options = {}): Promise<TestServer> {
  const folder = dbPath ? null : newFolder(env);
  const database = dbPath ?? path.join(folder?.path ?? '', 'muster.db');
  const program = runServer(database, env);
  const [, address, listening] = await program.waitFor(READY);
  const kill = async () => void (await program.end('SIGKILL'));
  const isNamed = address && listening && !isLoopback(new URL(address).hostname);
  const proxy = isNamed ? await startProxy(`http://${listening}`, new URL(address).host) : null;
  const dispose = async () => {
    await kill();
    await proxy?.[Symbol.asyncDispose]();
    folder?.[Symbol.dispose]();
  };
  return {
    url: proxy?.url ?? String(address),
    dbPath: database,
    pid: program.pid,
    output: program.output,
    close: () => program.end('SIGTERM'),
    kill,
    [Symbol.asyncDispose]: dispose,
  };
}
