/** Points of a chart as shapes: bars of marks, lines of rates, and the scale beside them. Across, one period is 1 wide; up, 100 is all. Pure. */
import { nice, ticks } from 'd3-array';
import { line, stack, stackOffsetExpand } from 'd3-shape';
import type { Status, Tally } from '#domain/register/attendance';

/** From the ground up: what is best stands lowest, so that its height compares. */
export const STACKED = ['present', 'late', 'excused', 'absent'] as const satisfies Status[];

export type Bar = { status: Status; index: number; y: number; height: number };

/** Each period's marks by status, as shares of all of them. Never throws. */
export function barsOf(tallies: readonly Tally[]): Bar[] {
  const layers = stack<Tally, Status>()
    .keys(STACKED)
    .value((tally, status) => tally[status])
    .offset(stackOffsetExpand)([...tallies]);
  return layers.flatMap((layer) =>
    layer.map(([bottom, top], index) => ({ status: layer.key, index, y: 100 - top * 100, height: (top - bottom) * 100 })),
  );
}

export type Scale = { low: number; ticks: number[] };

/** As many steps as fit beside a chart. */
const STEPS = 4;

/** What rates are drawn against: up to 100, and from no lower than they need. Never throws. */
export function scaleOf(percents: readonly (number | null)[]): Scale {
  const lowest = Math.min(90, ...percents.filter((percent) => percent !== null));
  const [low] = nice(lowest, 100, STEPS);
  return { low, ticks: ticks(low, 100, STEPS) };
}

/** How far down from the top a rate stands, 0 to 100. */
export function depthOf(percent: number, { low }: Scale): number {
  return 100 - ((percent - low) / (100 - low)) * 100;
}

type Point = [index: number, percent: number | null];

/** The rates of some periods as one path, broken where there is none. */
function pathOf(points: Point[], scale: Scale): string {
  const draw = line<Point>()
    .defined(([, percent]) => percent !== null)
    .x(([index]) => index + 0.5)
    .y(([, percent]) => depthOf(percent ?? 0, scale));
  return draw(points) ?? '';
}

/** The line of rates, and the piece that leads to a last period which is not over.
 *  @param isPartial whether it is not */
export function linesOf(percents: readonly (number | null)[], scale: Scale, isPartial: boolean): { whole: string; open: string } {
  const points = percents.map((percent, index): Point => [index, percent]);
  const whole = pathOf(isPartial ? points.slice(0, -1) : points, scale);
  return { whole, open: isPartial ? pathOf(points.slice(-2), scale) : '' };
}

/** Periods that are named under a chart: as many as fit, evenly, the first and last among them.
 *  @param count periods
 *  @returns their indexes */
export function namedPeriods(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  const step = (count - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => Math.round(index * step));
}
