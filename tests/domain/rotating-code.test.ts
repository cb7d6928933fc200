/** The rotating code against its published vectors, and at its edges: windows, tokens, typed codes and what fits a QR. */
import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import {
  createToken,
  deriveClassSessionKey,
  deriveSchoolKey,
  importCodeKey,
  parseToken,
  qrText,
  revisionsBetween,
  signWindow,
  tokenFromScan,
  typedCodeAt,
  typedCodeStep,
  windowAt,
  windowStart,
} from '#domain/check-in/rotating-code';
import { toBase32, toBase64Url } from '#domain/encoding';
import vectors from '../fixtures/code-vectors.json';

const PERIOD_MS = 3_000;
const CROCKFORD = /^[0-9A-HJKMNP-TV-Z]{47}$/;
const AT = Date.UTC(2026, 8, 7, 9, 0);
const LARGEST_ID = 2 ** 48 - 1;

async function keyOf(classSessionId: number, revision = 0) {
  const schoolKey = await deriveSchoolKey('a secret for these tests, 32 letters');
  return importCodeKey(await deriveClassSessionKey(schoolKey, classSessionId, revision));
}

test.for(vectors.cases.map((vector, index) => [index + 1, vector] as const))('vector %i holds', async ([, vector]) => {
  const { secret, classSessionId, revision, at } = vector;
  const schoolKey = await deriveSchoolKey(secret);
  const raw = await deriveClassSessionKey(schoolKey, classSessionId, revision);
  const key = await importCodeKey(raw);
  const window = windowAt(at, PERIOD_MS);
  expect({
    schoolKey: toBase64Url(schoolKey),
    key: toBase64Url(raw),
    window,
    token: await createToken(key, classSessionId, window),
    typedCode: await typedCodeAt(key, classSessionId, at),
  }).toEqual({
    schoolKey: vector.schoolKey,
    key: vector.key,
    window: vector.window,
    token: vector.token,
    typedCode: vector.typedCode,
  });
});

test.for([
  [AT - 1, AT / PERIOD_MS - 1],
  [AT, AT / PERIOD_MS],
  [AT + 1, AT / PERIOD_MS],
  [AT + PERIOD_MS - 1, AT / PERIOD_MS],
  [AT + PERIOD_MS, AT / PERIOD_MS + 1],
])('the instant %i lies in window %i: an exact edge belongs to the later one', ([at, window]) => {
  expect(windowAt(at as number, PERIOD_MS)).toBe(window);
});

test.for([2_000, 3_000, 7_000, 30_000])('a window of %i ms begins at its first instant', (periodMs) => {
  const window = windowAt(AT + 12_345, periodMs);
  const start = windowStart(window, periodMs);
  expect(windowAt(start, periodMs)).toBe(window);
  expect(windowAt(start - 1, periodMs)).toBe(window - 1);
});

test.for([1, 255, 256, 2 ** 32 - 1, 2 ** 32, LARGEST_ID])('a token carries class session %i whole', async (classSessionId) => {
  const window = windowAt(AT, PERIOD_MS);
  const token = await createToken(await keyOf(classSessionId), classSessionId, window);
  expect(token).toMatch(CROCKFORD);
  expect(parseToken(token)).toMatchObject({ classSessionId, window });
});

test('the spare bits at the end of a token are zero', async () => {
  const token = await createToken(await keyOf(1), 1, 1);
  const last = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(token.at(-1) as string);
  expect(last % 8).toBe(0);
  const another = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[last + 1];
  expect(parseToken(token.slice(0, -1) + another)).toBeNull();
});

test('a token says which key signed it: class session, revision and window all count', async () => {
  const key = await keyOf(5);
  const mac = await signWindow(key, 5, 100);
  for (const other of [
    await signWindow(key, 6, 100),
    await signWindow(key, 5, 101),
    await signWindow(await keyOf(5, 1), 5, 100),
    await signWindow(await keyOf(6), 5, 100),
  ])
    expect(other).not.toEqual(mac);
});

test('any character changed gives another token or none', async () => {
  const key = await keyOf(1);
  const token = await createToken(key, 1, 589_075_200);
  for (let index = 0; index < token.length; index++) {
    const changed = token.slice(0, index) + (token[index] === '7' ? '8' : '7') + token.slice(index + 1);
    const parsed = parseToken(changed);
    if (!parsed) continue;
    expect(toBase32(await signWindow(key, parsed.classSessionId, parsed.window))).not.toBe(toBase32(parsed.mac));
  }
});

test.for([
  ['nothing', ''],
  ['one character short', '04000000000G00133J9G1275V9MWJ4V8QM2KXADGBJ8K6D'],
  ['one character long', '04000000000G00133J9G1275V9MWJ4V8QM2KXADGBJ8K6D00'],
  ['a letter Crockford leaves out', '04000000000G00133J9G1275V9MWJ4V8QM2KXADGBJ8K6DU'],
  ['another version', '08000000000G00133J9G1275V9MWJ4V8QM2KXADGBJ8K6D0'],
  ['letters that grow in upper case', 'ß'.repeat(47)],
])('%s is not a token', ([, text]) => {
  expect(parseToken(text as string)).toBeNull();
});

test('a typed code has six digits, also when it begins with zeros', async () => {
  const key = await keyOf(1);
  const codes = await Promise.all(Array.from({ length: 400 }, (_, step) => typedCodeAt(key, 1, AT + step * 30_000)));
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(codes.some((code) => code.startsWith('0'))).toBe(true);
});

test.for([
  ['at its first instant', 0, AT],
  ['at its last instant', 29_999, AT],
  ['at the first instant of the next step', 30_000, AT],
  ['at the last instant of the next step', 59_999, AT],
  ['one step too late', 60_000, null],
  ['before its step', -1, null],
] as const)('a typed code entered %s is judged by its step', async ([, after, step]) => {
  const key = await keyOf(9);
  const code = await typedCodeAt(key, 9, AT);
  expect(await typedCodeStep(key, 9, code, AT + after)).toBe(step);
});

test.for(['', '12345', '1234567', 'abcdef'])('"%s" is no step’s typed code', async (code) => {
  expect(await typedCodeStep(await keyOf(9), 9, code, AT)).toBeNull();
});

/** The longest base URL the QR is designed for. */
const FORTY = 'https://attendance.st-marys-school.co.ke';

test('the QR of a 40-character address is no denser than version 6 at level M', async () => {
  expect(FORTY).toHaveLength(40);
  const token = await createToken(await keyOf(LARGEST_ID), LARGEST_ID, windowAt(AT, PERIOD_MS));
  const text = qrText(FORTY, token);
  expect(QRCode.create(text, { errorCorrectionLevel: 'M' }).version).toBeLessThanOrEqual(6);
  const lower = text.replace('/C#', '/c#').replace('HTTPS', 'https');
  expect(QRCode.create(lower, { errorCorrectionLevel: 'M' }).version).toBeGreaterThanOrEqual(
    QRCode.create(text, { errorCorrectionLevel: 'M' }).version,
  );
});

test('the token stands behind the #, where no server, log or referrer sees it', async () => {
  const token = await createToken(await keyOf(1), 1, 1);
  for (const base of [FORTY, 'http://127.0.0.1:3000', 'https://school.test/muster', 'https://school.test/muster/']) {
    const url = new URL(qrText(base, token));
    expect(url.hash).toBe(`#${token}`);
    expect(url.search).toBe('');
    expect(url.pathname.toLowerCase()).toBe(`${new URL(base).pathname.replace(/\/$/, '')}/c`);
    expect(url.pathname + url.host).not.toContain(token);
  }
});

test('a path below the host keeps its case', async () => {
  expect(qrText('https://school.test/Muster', 'TOKEN')).toBe('https://school.test/Muster/c#TOKEN');
});

test('a scanned text gives its token, and another text none', async () => {
  const token = await createToken(await keyOf(1), 1, 1);
  for (const text of [token, ` ${token}\n`, token.toLowerCase(), qrText(FORTY, token), qrText(FORTY, token).toLowerCase()])
    expect(tokenFromScan(text)).toBe(token);
  for (const text of ['', '#', 'https://example.org/', `https://example.org/#${token}X`, 'WIFI:S:school;;'])
    expect(tokenFromScan(text)).toBeNull();
});

test.each([
  ['nothing has ended', [], 10, 13, [3]],
  ['one ended before', [10], 10, 13, [3]],
  ['one ended meanwhile', [11], 10, 13, [3, 2]],
  ['one ended as it was over', [13], 10, 13, [3, 2]],
  ['one ended long after', [90], 10, 13, [3, 2]],
  ['two stood meanwhile', [11, 90], 10, 13, [3, 2, 1]],
  ['the second began as it was over', [13, 90], 10, 13, [3, 1]],
  ['the first was over by then', [10, 90], 10, 13, [3, 2]],
  ['the first stood meanwhile, others long after', [20, 30, 90], 10, 13, [3, 0]],
  ['one that ended as it began', [11, 11], 10, 13, [3, 2, 1]],
])('keys to try where %s', (_, revisionsEndedAt, from, until, expected) => {
  expect(revisionsBetween({ revision: 3, revisionsEndedAt }, from, until)).toEqual(expected);
});

test('however often a key is replaced within a window, few are tried', () => {
  const revisionsEndedAt = Array.from({ length: 500 }, () => 11);
  expect(revisionsBetween({ revision: 500, revisionsEndedAt }, 10, 13)).toEqual([500, 499, 498, 497]);
});
