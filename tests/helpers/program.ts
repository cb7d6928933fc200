/** A program of ours under test, in a process of its own. */
import { spawn } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export type Program = {
  pid: number;
  /** All that was printed so far. */
  output: () => string;
  /** Resolves with the first match in the output.
   *  @throws when the program ends, or `timeoutMs` pass, without one */
  waitFor: (pattern: RegExp, timeoutMs?: number) => Promise<RegExpMatchArray>;
  /** Sends a signal and resolves with the exit code, null when the signal ended it. Also when it has ended already. */
  end: (signal?: NodeJS.Signals) => Promise<number | null>;
  ended: Promise<number | null>;
};

/** A cold start on a busy machine, migrations and the demo school included. */
const START_TIMEOUT_MS = 90_000;

/** What a program sees of this process's environment: where programs and homes are, nothing that configures ours. It runs as built. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, SystemRoot } = process.env;
  return { NODE_ENV: 'production', PATH, HOME, TMPDIR, SystemRoot };
}

/** Starts `command` in the project's folder with `env` and nothing else of ours. */
export function startProgram(command: string, args: string[], env: Record<string, string>, cwd = ROOT): Program {
  const child = spawn(command, args, { cwd, env: { ...plainEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));

  async function waitFor(pattern: RegExp, timeoutMs = START_TIMEOUT_MS): Promise<RegExpMatchArray> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      const match = text.match(pattern);
      if (match) return match;
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`No ${pattern} in the output of ${command} ${args.join(' ')}:\n${text}`);
  }

  function end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  }

  return { pid: child.pid ?? 0, output: () => text, waitFor, end, ended };
}
