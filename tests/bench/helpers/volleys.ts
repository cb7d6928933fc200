/** Classes that are fired at a contender, and what of it is measured. */
import type { RunningClass } from './claimants';
import { signClaims } from './claimants';
import type { Contender } from './contenders';
import type { Load } from './load';
import { cpuMs, median, percentile } from './measure';
import type { Hit, Report, Shot } from './shot';

/** Time to hand a volley to the load generator before it starts. */
const LEAD_MS = 300;

export type Volley = {
  hits: Hit[];
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** Processor's time of one request, ms. */
  cpuEach: number;
  /** Epoch ms. */
  startAt: number;
  lost: number;
  duplicates: number;
  stored: number | null;
};

/** Everything that was measured `times` over, each by its median. */
export type Medians = Pick<Volley, 'perSecond' | 'p50' | 'p95' | 'p99' | 'cpuEach'>;

export function mediansOf(volleys: Volley[]): Medians {
  const of = (field: keyof Medians) => median(volleys.map((volley) => volley[field]));
  return { perSecond: of('perSecond'), p50: of('p50'), p95: of('p95'), p99: of('p99'), cpuEach: of('cpuEach') };
}

function isAccepted({ status, body }: Hit): boolean {
  return status === 200 && JSON.parse(body).result?.data?.outcome === 'recorded';
}

/** Fires what was prepared, and measures the contender meanwhile. */
export async function fireShots(
  load: Load,
  contender: Contender,
  { shots, places, startAt = Date.now() + LEAD_MS }: { shots: Shot[]; places: number; startAt?: number },
) {
  const before = cpuMs(contender.pid);
  const report: Report = await load.fire({ url: contender.url, shots, places, startAt });
  const times = report.hits.map(({ ms }) => ms);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(times, share)) as [number, number, number];
  const perSecond = shots.length / (report.tookMs / 1000);
  return { hits: report.hits, perSecond, p50, p95, p99, cpuEach: (cpuMs(contender.pid) - before) / shots.length, startAt };
}

/** The check-ins of one class.
 *  @param isOpen its register was opened before this server began: no key of its devices is known to it
 *  @param dueMs when each phone sends; none for as fast as they are answered */
export async function fireClass(
  load: Load,
  contender: Contender,
  running: RunningClass,
  { isOpen, dueMs, places }: { isOpen: boolean; dueMs: number[]; places: number },
): Promise<Volley> {
  const code = await (isOpen ? contender.code(running.id) : contender.open(running.id));
  const startAt = Date.now() + LEAD_MS;
  const shots = await signClaims(running, code.key ? code : { ...code, key: 'A'.repeat(43) }, { startAt, dueMs });
  const fired = await fireShots(load, contender, { shots, places, startAt });
  const kept = await contender.kept(running.id);
  const accepted = fired.hits.filter(isAccepted).length;
  const stored = kept?.stored ?? null;
  const lost = running.claimants.length - Math.min(stored ?? accepted, accepted);
  return { ...fired, lost, duplicates: kept?.duplicates ?? 0, stored };
}

/** An answer that is not what every phone should get. */
export function surpriseIn({ hits }: Pick<Volley, 'hits'>): string | undefined {
  const hit = hits.find((one) => !isAccepted(one));
  return hit && `${hit.status} ${hit.body}`;
}
