/** What pages share is cut so that they load little that they do not use, in few files, none of which wait for each other. */
import { describe, expect, test } from 'vitest';
import { sharedFiles } from '#server/cli/shared-files';

type Graph = Record<string, { bytes: number; imports?: string[] }>;

/** The files of pages that need these modules, with all that these import. */
function filesOf(
  graph: Graph,
  pages: Record<string, string[]>,
  { weights = {}, exact = [] }: { weights?: Record<string, number>; exact?: string[] } = {},
): string[] {
  const importsOf = (id: string) => graph[id]?.imports ?? [];
  const reached = (ids: string[]) => {
    const all = new Set(ids);
    for (const id of all) for (const one of importsOf(id)) all.add(one);
    return all;
  };
  const files = sharedFiles({
    pages: new Map(Object.entries(pages).map(([page, ids]) => [page, reached(ids)])),
    importsOf,
    bytesOf: (id) => graph[id]?.bytes ?? 0,
    weightOf: (page) => weights[page] ?? 1,
    isExact: (page) => exact.includes(page),
    fileBytes: 100,
  });
  return files.map(({ ids }) => ids.toSorted().join(' ')).toSorted();
}

describe('what pages share', () => {
  test('modules of the same pages come together, those of one page not here', () => {
    const graph = { a: { bytes: 900 }, b: { bytes: 900 }, own: { bytes: 10 } };
    expect(filesOf(graph, { home: ['a', 'b', 'own'], day: ['a', 'b'] })).toEqual(['a b']);
  });

  test('parts are one when the requests saved are worth more than what is not used', () => {
    const pages = { home: ['small', 'large'], day: ['small', 'large'], list: ['large'] };
    expect(filesOf({ small: { bytes: 150 }, large: { bytes: 900 } }, pages)).toEqual(['large small']);
    expect(filesOf({ small: { bytes: 250 }, large: { bytes: 900 } }, pages)).toEqual(['large', 'small']);
  });

  test('a page that matters less decides less', () => {
    const graph = { small: { bytes: 250 }, large: { bytes: 900 } };
    const pages = { home: ['small', 'large'], day: ['small', 'large'], list: ['large'] };
    expect(filesOf(graph, pages, { weights: { list: 0.1 } })).toEqual(['large small']);
  });

  test('an exact page loads nothing that it does not use, also when that costs all others a request', () => {
    const graph = { small: { bytes: 1 }, large: { bytes: 900 } };
    const pages = { home: ['small', 'large'], day: ['small', 'large'], list: ['large'] };
    expect(filesOf(graph, pages, { exact: ['home'] })).toEqual(['large small']);
    expect(filesOf(graph, pages, { exact: ['list'] })).toEqual(['large', 'small']);
  });

  test('nor what its files need', () => {
    const graph = { small: { bytes: 1, imports: ['deep'] }, deep: { bytes: 1 }, large: { bytes: 900 } };
    const pages = { home: ['small', 'large'], day: ['small', 'large'], list: ['large'], map: ['deep'], seats: ['deep'] };
    expect(filesOf(graph, pages, { exact: ['list'] })).toContain('large');
  });

  test('what the unused needs counts too', () => {
    const graph = { small: { bytes: 50, imports: ['deep'] }, deep: { bytes: 5_000 }, large: { bytes: 900 } };
    const pages = { home: ['small', 'large'], day: ['small', 'large'], list: ['large'], map: ['deep'], seats: ['deep'] };
    expect(filesOf(graph, pages)).toEqual(['deep small', 'large']);
  });

  test('no two files wait for each other', () => {
    const graph = { top: { bytes: 10, imports: ['middle'] }, middle: { bytes: 5_000, imports: ['base'] }, base: { bytes: 10 } };
    const pages = { a: ['top'], b: ['top'], c: ['middle'], d: ['middle'], e: ['base'] };
    expect(filesOf(graph, pages)).not.toContain('base top');
  });
});
