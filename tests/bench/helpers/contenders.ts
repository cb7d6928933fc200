/** The servers that are compared, each started when its turn comes and alone while it is measured. */
import path from 'node:path';
import { createClient } from '@libsql/client';
import { v7 } from 'uuid';
import type { OpenOutcome } from '#domain/register/class-session';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { query } from '../../helpers/database-file';
import { ROOT, startProgram } from '../../helpers/program';

/** What a server keeps of one run: rows, and rows beyond one a student. Null where nothing is stored. */
export type Kept = { stored: number; duplicates: number } | null;

export type Contender = {
  name: string;
  url: string;
  pid: number;
  /** Of the teacher; empty where nobody signs in. */
  cookie: string;
  /** Makes check-in possible in a class session; what its screen then shows. */
  open: (classSessionId: number) => Promise<{ key: string; periodMs: number }>;
  /** What the screen of one shows that was opened before. */
  code: (classSessionId: number) => Promise<{ key: string; periodMs: number }>;
  /** Address of the live view of a class session. */
  liveUrl: (classSessionId: number) => string;
  kept: (classSessionId: number) => Promise<Kept>;
  end: () => Promise<unknown>;
};

const KEPT = `select (select count(*) from attendance where class_session_id = :id and status in ('present', 'late')) stored,
  (select count(*) - count(distinct student_id) from claims where class_session_id = :id)
    + (select count(*) - count(distinct student_id) from attendance_events where class_session_id = :id) duplicates`;

/** The built server over `file`, as `npm start` runs it, with its teacher signed in and `more` of the environment. `BENCH_NODE_OPTIONS`, such as `--cpu-prof`, are
 *  for looking inside. */
export async function startMuster(file: string, more: Record<string, string> = {}): Promise<Contender> {
  const env = { ...more, NODE_ENV: 'production', PORT: '0', DATABASE_URL: `file:${file}` };
  const nodeOptions = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [];
  const program = startProgram(process.execPath, [...nodeOptions, path.join(ROOT, 'build/server/index.js')], env);
  const [, url = ''] = await program.waitFor(/Muster is ready at (\S+)/);
  const cookie = await signIn(url, 'bench-teacher@bench.school');
  return {
    ...{ name: 'Muster', url, pid: program.pid, end: program.end, cookie },
    open: (classSessionId) => openClassSession(url, cookie, classSessionId),
    code: (classSessionId) => readCode(url, cookie, classSessionId),
    liveUrl: (classSessionId) => `${url}/trpc/live.register?input=${encodeURIComponent(JSON.stringify({ classSessionId }))}`,
    async kept(classSessionId) {
      const [kept = null] = await query<NonNullable<Kept>>(file, KEPT, { id: classSessionId });
      return kept;
    },
  };
}

/** Signs somebody in. @returns their cookie */
export async function signIn(url: string, email: string): Promise<string> {
  const body = new URLSearchParams({ email, password: DEMO_PASSWORD });
  const response = await fetch(`${url}/sign-in`, { method: 'POST', body, headers: { Origin: url }, redirect: 'manual' });
  const cookie = response.headers.getSetCookie().find((header) => header.startsWith('muster_session='));
  if (!cookie) throw new Error(`Nobody could sign in: ${response.status} ${await response.text()}`);
  return cookie.split(';')[0] ?? '';
}

async function openClassSession(url: string, cookie: string, classSessionId: number): Promise<OpenOutcome> {
  const headers = { 'Content-Type': 'application/json', Origin: url, Cookie: cookie };
  const body = JSON.stringify({ id: v7(), at: Date.now(), classSessionId });
  const response = await fetch(`${url}/trpc/classSession.open`, { method: 'POST', headers, body });
  const answer = (await response.json()) as { result?: { data: OpenOutcome } };
  if (!answer.result) throw new Error(`The class session could not be opened: ${JSON.stringify(answer)}`);
  return answer.result.data;
}

async function readCode(url: string, cookie: string, classSessionId: number): Promise<OpenOutcome> {
  const input = encodeURIComponent(JSON.stringify({ classSessionId }));
  const response = await fetch(`${url}/trpc/classSession.key?input=${input}`, { headers: { Cookie: cookie } });
  const answer = (await response.json()) as { result?: { data: OpenOutcome } };
  if (!answer.result) throw new Error(`The code could not be read: ${JSON.stringify(answer)}`);
  return answer.result.data;
}

const NO_CODE = { key: '', periodMs: 3_000 };

/** A server of a few lines: `bare` answers 200, `insert` stores one row for each request first. */
export async function startBaseline(kind: 'bare' | 'insert', file: string): Promise<Contender> {
  const program = startProgram(process.execPath, [path.join(import.meta.dirname, 'baseline-server.mjs'), kind, file], {});
  const [, url = ''] = await program.waitFor(/listening on (\S+)/);
  return {
    ...{ name: kind === 'bare' ? 'Node answering 200' : 'Node with one durable insert', url, pid: program.pid, end: program.end },
    cookie: '',
    open: async (classSessionId) => {
      await fetch(url, { method: 'POST', body: JSON.stringify({ classSessionId, deviceId: 'teacher' }) });
      return NO_CODE;
    },
    code: async () => NO_CODE,
    liveUrl: () => url,
    kept: async (classSessionId) => (kind === 'bare' ? null : countInserted(file, classSessionId)),
  };
}

async function countInserted(file: string, classSessionId: number): Promise<Kept> {
  const sql = `select count(*) stored, count(*) - count(distinct body ->> 'deviceId') duplicates from check_ins
    where body ->> 'classSessionId' = ? and body ->> 'deviceId' <> 'teacher'`;
  const client = createClient({ url: `file:${file}` });
  const { rows } = await client.execute({ sql, args: [classSessionId] });
  client.close();
  return rows[0] as unknown as Kept;
}
