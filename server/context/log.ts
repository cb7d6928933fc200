/**
 * Structured log lines: one JSON object a line, written for machines to read.
 * Secrets are kept out where they would be logged; the names below are the second line of defence, not the first.
 */
import type { Log } from './context';

const LEVELS = { debug: 0, info: 1, warn: 2, error: 3 };
type Level = keyof typeof LEVELS;

const SECRET_NAME = /^((typed|set-?up|attendance|reset)?codes?|.*(password|token|cookie|secret|signature|authorization)s?)$/i;

/** Drizzle's message ends with the statement's values, which may be anything a person typed. */
function withoutParams(text: string | undefined): string | undefined {
  return text?.replace(/\nparams: .*/g, '');
}

function describeError(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return { name, message: withoutParams(message), stack: withoutParams(stack), ...(cause !== undefined && { cause }) };
}

function toPlain(name: string, value: unknown): unknown {
  if (value !== null && value !== undefined && SECRET_NAME.test(name)) return '[redacted]';
  if (value instanceof Error) return describeError(value);
  return typeof value === 'bigint' ? Number(value) : value;
}

/** A log that hands each line at or above `level` to `write`, without a line break.
 *  @param now epoch ms */
export function createLog(level: Level, write: (line: string) => void, now: () => number): Log {
  return (lineLevel, event, fields) => {
    if (LEVELS[lineLevel] < LEVELS[level]) return;
    write(JSON.stringify({ at: new Date(now()).toISOString(), level: lineLevel, event, ...fields }, toPlain));
  };
}

/** The same log with a request's id on every line. */
export function withRequestId(log: Log, requestId: string): Log {
  return (level, event, fields) => log(level, event, { requestId, ...fields });
}

/** Joins the lines of one event-loop turn into one write: a check-in cannot afford a system call for each. Node only.
 *  `flush` writes at once, for the end of the process. */
export function bufferLines(write: (text: string) => void): { write: (line: string) => void; flush: () => void } {
  let lines: string[] = [];
  const flush = () => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    write(text);
  };
  const add = (line: string) => {
    if (lines.push(line) === 1) setImmediate(flush);
  };
  return { write: add, flush };
}
