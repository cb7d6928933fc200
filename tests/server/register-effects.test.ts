/** What a screen makes of a call, waiting or answered, is what the register says when it is read anew. */
import { expect, test } from 'vitest';
import { takeVerdict } from '#app/components/register/model/late-answers';
import { overlay, type QueuedCall } from '#app/components/register/model/overlay';
import { registerState } from '#app/components/register/model/register-state';
import type { OutboxVerdict } from '#app/offline/outbox/outbox-view';
import { MINUTE_MS } from '#domain/duration';
import type { ClassSessionView } from '#domain/register/register';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW } from '../helpers/factories';

/** Known to the server alone: when it looked, and until its answer who opened the register. */
const shown = ({ serverNow: _, ...view }: ClassSessionView) => view;
const whileWaiting = (view: ClassSessionView) => ({ ...shown(view), openedBy: null });

type Call = { procedure: 'classSession.open' | 'classSession.close' | 'classSession.endCheckIn' } | Extend;
type Extend = { procedure: 'classSession.extend'; minutes: number };

const OPEN = { procedure: 'classSession.open' } as const;
const CLOSE = { procedure: 'classSession.close' } as const;
const END = { procedure: 'classSession.endCheckIn' } as const;
const EXTEND = { procedure: 'classSession.extend', minutes: 5 } as const;

test.for([
  ['an opening', [], OPEN],
  ['an extension', [OPEN], EXTEND],
  ['the end of check-in', [OPEN], END],
  ['an extension after the end of check-in', [OPEN, END], EXTEND],
  ['closing while check-in is open', [OPEN], CLOSE],
  ['closing after the end of check-in', [OPEN, END], CLOSE],
] as const)('%s', async ([, before, last]) => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const classSessionId = session.id;
  const at = (step: number) => NOW + step * MINUTE_MS;
  const read = (step: number) => as(db, teacher, at(step)).classSession.register({ classSessionId });
  const inputOf = ({ procedure: _, ...more }: Call, step: number) => ({ ...action(at(step)), classSessionId, ...more });
  async function send(call: Call, step: number): Promise<unknown> {
    const { classSession } = as(db, teacher, at(step));
    const name = call.procedure.replace('classSession.', '') as 'open';
    return classSession[name](inputOf(call, step));
  }

  for (const [step, call] of before.entries()) await send(call, step);
  const step = before.length;
  const known = registerState(await read(step));
  const input = inputOf(last, step);
  const waiting = overlay(known, [{ id: input.id, procedure: last.procedure, input } as QueuedCall], { codeTtlMinutes: 15 });
  const output = await send(last, step);
  const verdict = {
    id: input.id,
    procedure: last.procedure,
    input,
    settledAt: at(step) + 1,
    answer: { kind: 'answered', output },
  };
  const marker = { name: teacher.name, source: 'teacher' } as const;
  const answered = takeVerdict(known, verdict as OutboxVerdict, { marker, offsetMs: 0 });

  const { classSession: anew } = await read(step);
  expect(shown(answered.classSession)).toEqual(shown(anew));
  expect(whileWaiting(waiting.classSession)).toEqual(whileWaiting(anew));
});
