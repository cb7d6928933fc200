/** The same server again after an outage of hours: on its port, with its database, and with a clock that has gone on meanwhile. */
import { startServer, type TestServer } from './server';

/** A module that is loaded before the program's own: every clock of the process is ahead by so much. */
function clockAhead(ms: number): string {
  const code = `const now = Date.now; Date.now = () => now.call(Date) + ${ms};`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}

/** Starts it `aheadMs` later, as far as it can tell. The database stays when it is over. */
export function startLater({ url, dbPath }: TestServer, aheadMs: number): Promise<TestServer> {
  return startServer({ dbPath, env: { PORT: new URL(url).port, NODE_OPTIONS: clockAhead(aheadMs) } });
}
