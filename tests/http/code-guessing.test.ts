/** Guessing a typed code over the wire: tries are counted by student and class session, so no address, real or forged, buys more. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { MINUTE_MS } from '#domain/duration';
import { createLoginSession } from '#server/auth/login-session';
import { createHandler } from '#server/http/handler';
import { createListener, createStoppableServer, listen } from '#server/http/node-listener';
import { browser, testServices } from '../helpers/api';
import { classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { claimBy, codeAt, phoneOf, wrongCodeAt } from '../helpers/phone';

/** The whole way in, behind as many proxies as the deployment believes. */
async function serve(db: Database, trustProxy: number) {
  const services = testServices(db, { now: Date.now, policy: { isDemo: true } });
  const { baseUrl } = services.policy;
  const { server, stop } = createStoppableServer();
  const handler = createHandler(services, async () => new Response('page'));
  server.on('request', createListener({ handler, log: services.log, files: new Map(), fileHeaders: {}, trustProxy, baseUrl }));
  const port = await listen(server, '127.0.0.1', 0);
  return { url: `http://127.0.0.1:${port}`, origin: baseUrl, [Symbol.asyncDispose]: stop };
}

async function cookieOf(db: Database, { id }: { id: number }): Promise<string> {
  const { request, cookieHeader } = browser(db, { now: Date.now });
  await createLoginSession((await request()).ctx, id);
  return String(cookieHeader());
}

test.each([0, 1])(
  'after five wrong codes even the right one is refused, whatever X-Forwarded-For says, behind %i proxies',
  async (trustProxy) => {
    await using db = await testDb();
    const startsAt = Date.now() - MINUTE_MS;
    const { student, friend, session } = await classroom(db, { students: 2, classSession: { startsAt } });
    await using server = await serve(db, trustProxy);

    async function type(person: { id: number }, code: string, forwardedFor: string) {
      const claim = await claimBy(await phoneOf(db, person), session.id, { at: Date.now(), code });
      const headers = { Cookie: await cookieOf(db, person), Origin: server.origin, 'X-Forwarded-For': forwardedFor };
      const init = { method: 'POST', body: JSON.stringify(claim), headers: { ...headers, 'Content-Type': 'application/json' } };
      return (await (await fetch(`${server.url}/trpc/checkIn.submit`, init)).json()).result.data;
    }

    for (let nth = 0; nth < 5; nth++) {
      const wrong = await wrongCodeAt(db, session, Date.now(), nth);
      expect(await type(student, wrong, `198.51.100.${nth}`)).toEqual({ outcome: 'refused', reason: 'bad-code' });
    }
    const right = () => codeAt(db, session, Date.now());
    expect(await type(student, await right(), '203.0.113.7')).toEqual({ outcome: 'refused', reason: 'too-many-tries' });
    expect(await type(friend, await right(), '198.51.100.0')).toMatchObject({ outcome: 'recorded', source: 'code' });
  },
);
