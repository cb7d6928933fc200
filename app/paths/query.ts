/** What stands behind the question mark of an address. */

/** A path with what has just happened, which the page tells once: `/profile?saved`. */
export function withNews(path: string, news: string | undefined): string {
  return news === undefined ? path : `${path}?${news}`;
}

/** What an address asks for, by name; what is undefined is not in it. */
export type Query = Record<string, string | number | undefined>;

/** A path with what it is asked for; what is undefined is not in it. */
export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
