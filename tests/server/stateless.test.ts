/** The build copies what keeps nothing into what uses it; of anything that keeps something there must be one. */
import { expect, test } from 'vitest';
import { isStateless } from '#server/cli/copies/stateless';
import { readSources } from '../helpers/sources';

const KEEPS = /createContext|^(export )?(let|var|class) |^(export )?const \w+ = new /m;

const answer = (code: string, isDomain = false) => isStateless(code, 'module.tsx', isDomain);

test.each([
  "import { cx } from './cx'; export const Box = () => <div className={cx('box')} />;",
  "export const LIMITS = { most: 20, names: ['a', 'b'], each: (n: number) => n * 2 } as const;",
  "const WORDS = { present: msg`Present`, late: msg({ context: 'mark', message: 'late' }) }; export function word() { return WORDS; }",
  "const ROW = cx('grid', 'gap-2'); export const Row = memo(function Row() { const kept = new Map(); return <p className={ROW}>{kept.size}</p>; });",
  "export type Mark = { id: string }; export { one } from './one'; export const KEYS = Object.keys({ a: 1 });",
])('keeps nothing: %s', async (code) => {
  expect(await answer(code)).toBe(true);
});

test.each([
  'export const Theme = createContext(null);',
  'let last: string | undefined; export const set = (to: string) => { last = to; };',
  'const seen = new Map<string, number>(); export const see = (id: string) => seen.set(id, 1);',
  'const listeners: (() => void)[] = []; export const listen = (one: () => void) => listeners.push(one);',
  'export const store = { listeners: {}, value: 1 };',
  'export class Refused extends Error {}',
  "import './styles.css'; export const a = 1;",
  "window.addEventListener('online', () => {}); export const a = 1;",
  'export const store = createStore(() => 1);',
  'export const last = { at: 0 }; export function set(to: number) { last.at = to; }',
  'export const counts = [0]; export const count = () => counts.push(1);',
  'export const counts = { all: 0 }; export const count = () => counts.all++;',
  'export function next() { next.last = 1; return next.last; }',
  'export const format = kept(Intl.NumberFormat);',
])('keeps something: %s', async (code) => {
  expect(await answer(code)).toBe(false);
});

test('in the domain a schema is made of another; what keeps something does so there too', async () => {
  const made = 'export const Marks = Mark.array(); export const EARLY = SOURCES.filter((one) => one.isEarly);';
  expect(await answer(made)).toBe(false);
  expect(await answer(made, true)).toBe(true);
  expect(await answer('export class Refused extends Error {}', true)).toBe(false);
  expect(await answer('let last = 0; export const next = () => ++last;', true)).toBe(false);
  expect(await answer('const made = kept(Intl.NumberFormat); export const text = () => made();', true)).toBe(false);
});

test('no module with a context, a variable, a map or a class would be copied', async () => {
  const keeping = readSources(['app', 'server/domain']).filter(({ text }) => KEEPS.test(text));
  expect(keeping.length).toBeGreaterThan(20);
  const answers = await Promise.all(
    keeping.map(async ({ path, text }) => ((await isStateless(text, path, path.startsWith('server'))) ? [path] : [])),
  );
  expect(answers.flat()).toEqual([]);
});
