/** The same server again after an outage of hours: on its port, with its database, and with a clock that has gone on meanwhile. */
import { clockAhead } from './preload';
import { startServer, type TestServer } from './server';

/** Starts it `aheadMs` later, as far as it can tell. The database stays when it is over. */
export function startLater({ url, dbPath }: TestServer, aheadMs: number): Promise<TestServer> {
  return startServer({ dbPath, env: { PORT: new URL(url).port, NODE_OPTIONS: clockAhead(aheadMs) } });
}
