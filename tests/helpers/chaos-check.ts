/** What must hold after a run of `chaos-phone.ts`, whatever happened in it: nothing lost, nothing doubled, each call one verdict. */
import type { Page } from 'playwright-core';
import { queryRows } from '#db/query';
import type { Seen } from './chaos-phone';
import { eventsOf, markOf } from './classroom';
import type { OutboxServer } from './outbox-server';

type Kept = { id: string; userId: number; procedure: string; answer: { kind: string; output?: unknown } };

/** What the phone keeps of everybody, and what each has seen of their own. */
async function keptOf(page: Page, { school }: Seen): Promise<{ waiting: string[]; verdicts: Kept[]; replaced: Set<string> }> {
  const replaced = new Set(await page.evaluate(() => muster.replacedIds()));
  const kept = await page.evaluate(
    async (ids) => {
      const waiting = (await Promise.all(ids.map((id) => muster.listEntries(id)))).flat().map(({ id }) => id);
      const stored = (await Promise.all(ids.map((id) => muster.listVerdicts(id, Date.now())))).flat();
      const seen = muster.seenVerdicts().filter(({ userId }) => ids.includes(userId));
      const verdicts = [...new Map([...seen, ...stored].map((verdict) => [verdict.id, verdict])).values()];
      return { waiting, verdicts: verdicts.map(({ id, userId, procedure, answer }) => ({ id, userId, procedure, answer })) };
    },
    school.people.map(({ id }) => id),
  );
  return { ...kept, replaced };
}

/** Every sentence is a rule that was broken. Empty when all held. */
export async function brokenRules(server: OutboxServer, page: Page, seen: Seen): Promise<string[]> {
  const { waiting, verdicts, replaced } = await keptOf(page, seen);
  const broken = seen.errors.map((message) => `a page reported: ${message}`);
  for (const id of waiting) broken.push(`${id} still waits`);
  broken.push(
    ...lost(seen, replaced, verdicts),
    ...(await wrongClaims(server, seen, replaced, verdicts)),
    ...(await wrongLesson(server, seen, verdicts)),
  );
  return broken;
}

function lost(seen: Seen, replaced: Set<string>, verdicts: Kept[]): string[] {
  const settled = new Set(verdicts.map(({ id }) => id));
  const promised = [...seen.told].filter(([, answer]) => isPromise(answer)).map(([id]) => id);
  const due = new Set([...seen.written, ...promised, ...seen.steps].filter((id) => !replaced.has(id)));
  return [...due].filter((id) => !settled.has(id)).map((id) => `${id} was written down and has no verdict`);
}

/** The screen said that it is saved, or what the server made of it. */
function isPromise(answer: unknown): boolean {
  const { kind, outcome } = (answer ?? {}) as { kind?: string; outcome?: unknown };
  return kind === 'queued' || kind === 'outcome' || outcome !== undefined;
}

type Claim = { id: string; studentId: number; verdict: string };

/** A claim is the one student's who made it, the register has each student once, and no honest scan was refused. */
async function wrongClaims({ db }: OutboxServer, { school }: Seen, replaced: Set<string>, verdicts: Kept[]): Promise<string[]> {
  const broken: string[] = [];
  const sql = 'select id, student_id studentId, verdict from claims where class_session_id = ?';
  const claims = new Map((await queryRows<Claim>(db, sql, [school.open.id])).map((claim) => [claim.id, claim]));
  const told = verdicts.filter(({ procedure }) => procedure === 'checkIn.submit');
  for (const { id, userId, answer } of told) {
    const claim = claims.get(id);
    if (claim?.studentId !== userId) broken.push(`${id} of ${userId} is the server's claim of ${claim?.studentId}`);
    if (answer.kind !== 'answered' || claim?.verdict === 'refused') broken.push(`${id} was refused: ${JSON.stringify(answer)}`);
  }
  const known = new Set([...told.map(({ id }) => id), ...replaced]);
  for (const id of claims.keys()) if (!known.has(id)) broken.push(`${id} is a claim that the phone has no verdict of`);
  const events = await eventsOf(db, school.open.id);
  for (const { id } of school.people) {
    const times = events.filter(({ studentId, toStatus }) => studentId === id && toStatus === 'present').length;
    if (times > 1) broken.push(`student ${id} was marked ${times} times`);
    const isDue = told.some(({ userId }) => userId === id) && !told.some(({ userId }) => userId !== id);
    if (isDue && times === 0) broken.push(`student ${id} checked in and is not marked`);
  }
  return broken;
}

/** The teacher's steps took effect in their order, each once. */
async function wrongLesson({ db }: OutboxServer, { school, steps }: Seen, verdicts: Kept[]): Promise<string[]> {
  const broken = verdicts
    .filter(({ id, answer }) => steps.includes(id) && answer.kind !== 'answered')
    .map(({ id, procedure, answer }) => `step ${steps.indexOf(id)}, ${procedure}, was refused: ${JSON.stringify(answer)}`);
  const events = await eventsOf(db, school.lesson.id);
  for (const [index, { id }] of school.marked.entries()) {
    const isMarked = steps.length > index + 1;
    const isClosed = steps.length > school.marked.length + 1;
    const mark = await markOf(db, { classSessionId: school.lesson.id, studentId: id });
    const times = events.filter(({ studentId }) => studentId === id).length;
    if (times !== Number(isMarked || isClosed)) broken.push(`the lesson's student ${index} was marked ${times} times`);
    if (isMarked && mark?.status !== 'present') broken.push(`the lesson's student ${index} is ${mark?.status}`);
  }
  return broken;
}
