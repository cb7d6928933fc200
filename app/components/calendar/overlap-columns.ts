/** Things that overlap in time, side by side: which of how many columns each takes. Pure geometry; knows nothing of what it places. */

/** Half-open: one that ends when another begins does not overlap it. */
export type Span = { from: number; until: number };

/** The column (from 0) of `columns` that stand side by side. */
export type Place = { column: number; columns: number };

/** Spans that overlap, directly or through others between them. */
type Cluster = { until: number; ends: number[]; members: { index: number; column: number }[] };

/** Puts one span into the first column that is free at its start. */
function join(cluster: Cluster, { from, until }: Span, index: number): void {
  const free = cluster.ends.findIndex((end) => end <= from);
  const column = free === -1 ? cluster.ends.length : free;
  cluster.ends[column] = until;
  cluster.until = Math.max(cluster.until, until);
  cluster.members.push({ index, column });
}

/** A place for each span, in the order given. Spans that overlap never share a column; those that do not take the whole width.
 *  Never throws. */
export function overlapColumns(spans: readonly Span[]): Place[] {
  const order = spans.map((span, index) => ({ span, index }));
  order.sort((a, b) => a.span.from - b.span.from || b.span.until - a.span.until || a.index - b.index);
  const clusters: Cluster[] = [];
  for (const { span, index } of order) {
    const last = clusters.at(-1);
    const cluster = last && span.from < last.until ? last : { until: span.until, ends: [], members: [] };
    if (cluster !== last) clusters.push(cluster);
    join(cluster, span, index);
  }
  const places: Place[] = [];
  for (const { ends, members } of clusters)
    for (const { index, column } of members) places[index] = { column, columns: ends.length };
  return places;
}
