/** One phone with two tabs and a service worker, in real Chromium, that a plan happens to. What must hold afterwards is `chaos-check.ts`'s. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { MINUTE_MS } from '#domain/duration';
import type { Action, PersonIndex, Plan, Tab } from './chaos-plan';
import { classroom } from './classroom';
import type { OutboxServer } from './outbox-server';
import { tokensAt } from './phone';

export type Person = { id: number; name: string; role: string };

/** Two students of an open class, and a teacher whose lesson has not begun. */
export type School = Awaited<ReturnType<typeof makeSchool>>;

/** Students that the teacher marks, one after the other, between opening and closing. */
const MARKED = 3;

export async function makeSchool({ db }: OutboxServer) {
  const startsAt = Date.now() - MINUTE_MS;
  const open = await classroom(db, { students: 2, classSession: { startsAt } });
  const lesson = await classroom(db, { students: MARKED, open: false, classSession: { startsAt } });
  const people: readonly [Person, Person, Person] = [open.student, open.friend, lesson.teacher];
  return { people, open: open.session, lesson: lesson.session, marked: lesson.students };
}

/** What was seen of one run from outside. */
export type Seen = {
  school: School;
  /** Calls that were written down at some time, by id: all of them must end in a verdict, unless another took their place. */
  written: Set<string>;
  /** What the screens were told, by call. */
  told: Map<string, unknown>;
  /** Steps that the teacher took, in order. */
  steps: string[];
  errors: string[];
};

type Phone = {
  server: OutboxServer;
  context: BrowserContext;
  tabs: [Page, Page];
  devtools: CDPSession;
  registrationId: string;
  run: (plan: Plan) => Promise<Seen>;
};

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** A page that was closed under a call answers nothing. */
const orNothing = <Value>(value: Promise<Value>): Promise<Value | undefined> => value.catch(() => undefined);

/** The worker, as the browser's own tools know it. */
async function watchWorker(page: Page, devtools: CDPSession): Promise<string> {
  const known = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations.filter(({ isDeleted }) => !isDeleted);
      if (registration) resolve(registration.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js');
    await navigator.serviceWorker.ready;
  });
  return known;
}

export async function newPhone(browser: Browser, server: OutboxServer): Promise<Phone> {
  const context = await browser.newContext();
  const keeper = await context.newPage();
  await keeper.goto(`${server.url}/tab`);
  const devtools = await context.newCDPSession(keeper);
  const registrationId = await watchWorker(keeper, devtools);
  const tabs: [Page, Page] = [await context.newPage(), await context.newPage()];
  const phone: Phone = { server, context, tabs, devtools, registrationId, run: (plan) => runPlan(phone, plan) };
  return phone;
}

/** The state of a run. `paged`: whose pages are open. */
type Run = Phone & {
  seen: Seen;
  paged: PersonIndex | null;
  isOnline: boolean;
  isReliable: boolean;
  deviceIds: (string | null)[];
  /** Who has done something that may wait to be sent. */
  actors: Set<PersonIndex>;
  /** Calls that nobody has waited for yet. */
  underWay: Promise<unknown>[];
};

async function runPlan(phone: Phone, { actions, faults }: Plan): Promise<Seen> {
  const school = await makeSchool(phone.server);
  const seen: Seen = { school, written: new Set(), told: new Map(), steps: [], errors: [] };
  const run: Run = {
    ...phone,
    seen,
    paged: null,
    isOnline: true,
    isReliable: true,
    deviceIds: [null, null, null],
    actors: new Set(),
    underWay: [],
  };
  const ahead = [...faults];
  phone.server.network = () => {
    if (!run.isOnline) return 'cut';
    return run.isReliable ? 'none' : (ahead.shift() ?? 'none');
  };
  for (const tab of [0, 1] as const) await openTab(run, tab);
  await signIn(run, 0, run.tabs);
  run.isReliable = false;
  for (const action of actions) {
    await happen(run, action);
    if (action.do === 'act') await look(run);
  }
  await settle(run);
  phone.tabs = run.tabs;
  return seen;
}

/** A tab for this run: a new one, or the one that is there. */
async function openTab(run: Run, tab: Tab): Promise<void> {
  if (run.tabs[tab].isClosed()) run.tabs[tab] = await run.context.newPage();
  const page = run.tabs[tab];
  page.removeAllListeners('pageerror');
  page.on('pageerror', ({ message }) => run.seen.errors.push(message));
  await tellTab(run, page);
  if (page.url() === 'about:blank') await page.goto(`${run.server.url}/tab`);
}

/** One for each tab: what a second session says does not undo what the first one did. */
const tools = new WeakMap<Page, Promise<CDPSession>>();

/** Has a tab's browser know whether there is a network. The worker is not told: it finds out. */
async function tellTab({ context, isOnline }: Run, page: Page): Promise<void> {
  const session = tools.get(page) ?? context.newCDPSession(page);
  tools.set(page, session);
  const devtools = await session;
  const conditions = { offline: !isOnline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  await devtools.send('Network.emulateNetworkConditions', conditions);
}

async function setNetwork(run: Run, isOnline: boolean): Promise<void> {
  if (run.isOnline === isOnline) return;
  run.isOnline = isOnline;
  await Promise.all(run.tabs.map((page) => tellTab(run, page)));
}

function userIdOf({ seen }: Run, index: PersonIndex | null): number | null {
  return index === null ? null : seen.school.people[index].id;
}

async function happen(run: Run, action: Action): Promise<void> {
  switch (action.do) {
    case 'act':
      return act(run, action);
    case 'flush':
      return flush(run, action);
    case 'sync':
      return sync(run, action);
    case 'kill':
      return kill(run, action);
    case 'sign-in':
      return signIn(run, action.as, action.isNoted ? run.tabs : []);
    case 'network':
      return setNetwork(run, action.isOn);
  }
}

type Of<Kind extends Action['do']> = Extract<Action, { do: Kind }>;

function act(run: Run, action: Of<'act'>): Promise<void> {
  if (run.paged === null) return Promise.resolve();
  run.actors.add(run.paged);
  return run.paged === 2 ? teach(run, action) : scan(run, run.paged, action);
}

async function scan(run: Run, who: 0 | 1, { tab, isMore, isWaitedFor }: Of<'act'>): Promise<void> {
  const { people, open } = run.seen.school;
  const at = Date.now();
  const tokens = isMore ? await tokensAt(run.server.db, open, at - 6_000, 3) : await tokensAt(run.server.db, open, at);
  const given = { userId: people[who].id, deviceId: run.deviceIds[who] ?? null, classSessionId: open.id, tokens, isMore };
  const scanned = orNothing(run.tabs[tab].evaluate((asked) => muster.checkIn(asked), given)).then((attempt) => {
    if (attempt?.claim) run.seen.told.set(attempt.claim.id, attempt.answer);
  });
  run.underWay.push(scanned);
  if (isWaitedFor) await scanned;
}

/** Opening, a mark for each student, closing. A step is taken once it is written down. */
async function teach(run: Run, { tab, isWaitedFor }: Of<'act'>): Promise<void> {
  const { lesson, marked, people } = run.seen.school;
  const step = run.seen.steps.length;
  if (step > MARKED + 1) return;
  const action = { id: newId(), at: Date.now(), classSessionId: lesson.id };
  const mark = { ...action, studentId: marked[step - 1]?.id ?? 0, status: 'present' as const, version: 0 };
  const [open, close] = [step === 0, step === MARKED + 1];
  const given = { procedure: open || close ? null : mark, action, open, userId: people[2].id };
  const page = run.tabs[tab];
  const taught = orNothing(
    page.evaluate(async ({ procedure, action: input, open: isOpening }) => {
      if (procedure) return muster.deliver('attendance.mark', procedure);
      return isOpening ? muster.deliver('classSession.open', input) : muster.deliver('classSession.close', input);
    }, given),
  ).then((answer) => run.seen.told.set(action.id, answer));
  run.underWay.push(taught);
  const isWritten = await page.evaluate(({ id, userId }) => muster.written(id, userId), { id: action.id, userId: people[2].id });
  if (isWritten) run.seen.steps.push(action.id);
  if (isWaitedFor) await taught;
}

async function flush(run: Run, { tabs, isWaitedFor }: Of<'flush'>): Promise<void> {
  const userId = userIdOf(run, run.paged);
  if (userId === null) return;
  const flushing = tabs.map((tab) =>
    orNothing(run.tabs[tab].evaluate((id) => muster.flushOutbox(id, { isEager: true }), userId)),
  );
  if (isWaitedFor) await Promise.all(flushing);
}

async function sync(run: Run, { isKilled, afterMs }: Of<'sync'>): Promise<void> {
  const { devtools, registrationId, server } = run;
  const event = { origin: server.url, registrationId, tag: 'muster-outbox', lastChance: false };
  await devtools.send('ServiceWorker.dispatchSyncEvent', event);
  await wait(afterMs);
  if (isKilled) await devtools.send('ServiceWorker.stopAllWorkers');
}

/** The document ends in the middle of whatever it does: with its tab, or because the tab goes elsewhere. */
async function kill(run: Run, { tab, afterMs, isClosed }: Of<'kill'>): Promise<void> {
  await wait(afterMs);
  if (isClosed) await run.tabs[tab].close();
  else await run.tabs[tab].goto(`${run.server.url}/tab`);
  await openTab(run, tab);
  await run.tabs[tab].evaluate((id) => muster.boot(id), userIdOf(run, run.paged));
}

/** Nobody signs in without a network; a sign-in ends without one.
 *  @param noting tabs that come alive with it; with none, pages of the former person stay open */
async function signIn(run: Run, who: PersonIndex | null, noting: readonly Page[]): Promise<void> {
  if (who !== null && !run.isOnline) return;
  await run.context.clearCookies();
  if (who !== null) await run.context.addCookies([await run.server.cookieOf(run.seen.school.people[who])]);
  if (noting.length === 0) return;
  run.paged = who;
  const userId = userIdOf(run, who);
  await Promise.all(noting.map((page) => page.evaluate((id) => muster.boot(id), userId)));
  if (who === null || who === 2) return;
  const { isReliable } = run;
  run.isReliable = true;
  const device = await run.tabs[0].evaluate((id) => muster.deviceFor({ userId: id, name: 'Phone' }, null), Number(userId));
  run.deviceIds[who] = device.deviceId;
  run.isReliable = isReliable;
}

/** Notes what is written down by now. */
async function look(run: Run): Promise<void> {
  const userIds = run.seen.school.people.map(({ id }) => id);
  const ids = await run.tabs[0].evaluate(
    async (all) => (await Promise.all(all.map((id) => muster.listEntries(id)))).flat().map(({ id }) => id),
    userIds,
  );
  for (const id of ids) run.seen.written.add(id);
}

/** Whoever did something signs in again, with a network that works, and what waits is sent. */
async function settle(run: Run): Promise<void> {
  run.isReliable = true;
  await setNetwork(run, true);
  // A call that is still to be written down is not sent by a flush before.
  await Promise.all(run.underWay);
  for (const who of run.actors) {
    const person = run.seen.school.people[who];
    await run.context.clearCookies();
    await run.context.addCookies([await run.server.cookieOf(person)]);
    await run.tabs[0].evaluate((id) => muster.noteCurrentUser(id), person.id);
    for (let tries = 0; tries < 20; tries++) {
      const result = await run.tabs[0].evaluate((id) => muster.flushOutbox(id, { isEager: true }), person.id);
      if (result === 'done') break;
      await wait(50);
    }
  }
}
