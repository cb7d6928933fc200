/** What a process used and how long answers took. Linux: reads /proc. */
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** Clock ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICK_MS = 10;

/** User and system time a process has used so far, in ms, all its threads together. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resolves once a process has nothing left to do: work after a start is not a check-in's. */
export async function untilIdle(pid: number): Promise<void> {
  for (let before = cpuMs(pid), calm = 0; calm < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = cpuMs(pid);
    calm = now - before <= 2 * TICK_MS ? calm + 1 : 0;
    before = now;
  }
}

/** The most memory a process has held at once, in MB. */
export function peakMb(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}

/** The smallest value that `share` of the values do not exceed (nearest rank). */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** The middle one, as `percentile` has it. */
export function median(values: number[]): number {
  return percentile(values, 0.5);
}

/** The machine in one line. */
export function machineLine(): string {
  const cpus = os.cpus();
  return `${cpus[0]?.model.trim()}, ${cpus.length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GB; Node ${process.versions.node}; ${os.type()} ${os.release()}`;
}

/** Rows under a head, each column as wide as it must be; the first to the left, the others to the right. */
export function alignedTable(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ');
  const [head = [], ...body] = rows;
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}
