/** Starts the load generator and hands it volleys. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Report, Volley } from './shot';

export type Load = { fire: (volley: Volley) => Promise<Report>; end: () => void };

/** A second process, warm and waiting. */
export async function startLoad(): Promise<Load> {
  const child = fork(path.join(import.meta.dirname, 'load-process.ts'), { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  const fire = async (volley: Volley): Promise<Report> => {
    const answer = once(child, 'message') as Promise<[Report]>;
    child.send(volley);
    const [report] = await answer;
    return report;
  };
  return { fire, end: () => void child.kill() };
}
