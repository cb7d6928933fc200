/** What the screen shows is what the server accepts. */
import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { codeAt, windowEnd } from '#app/components/register/code/code-maker';
import { QUIET_ZONE, qrPath } from '#app/components/ui/qr/qr-path';
import { createToken, importCodeKey, qrText, typedCodeStep, windowAt } from '#domain/check-in/rotating-code';

const AT = 1_800_000_001_234;
const PERIOD_MS = 3_000;

async function codeKey() {
  const key = await importCodeKey(new Uint8Array(32).fill(7));
  return { key, classSessionId: 12, periodMs: PERIOD_MS, baseUrl: 'https://attendance.school.example' };
}

/** Dark modules that a path draws, as "x,y". */
function darkOf(path: string): Set<string> {
  const dark = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let step = 0; step < Number(width); step++) dark.add(`${Number(x) + step},${y}`);
  return dark;
}

test('a path draws exactly the dark modules, moved in by the quiet zone', () => {
  expect(qrPath([1, 1, 0, 0, 1, 0, 1, 0, 1], 3)).toBe('M4 4h2v1h-2zM5 5h1v1h-1zM4 6h1v1h-1zM6 6h1v1h-1z');
});

test('the QR on screen holds the address with the token of its window', async () => {
  const key = await codeKey();
  const code = await codeAt(key, AT);
  const token = await createToken(key.key, 12, windowAt(AT, PERIOD_MS));
  const { data, size } = QRCode.create(qrText(key.baseUrl, token), { errorCorrectionLevel: 'M' }).modules;
  const dark = darkOf(code.path);
  expect(code.size).toBe(size + 2 * QUIET_ZONE);
  for (let index = 0; index < size * size; index++)
    expect(dark.has(`${(index % size) + QUIET_ZONE},${Math.floor(index / size) + QUIET_ZONE}`)).toBe(Boolean(data[index]));
});

test('a 40-character address fits version 6', async () => {
  const key = { ...(await codeKey()), baseUrl: 'https://attendance.long-school-name.test' };
  expect(key.baseUrl).toHaveLength(40);
  expect((await codeAt(key, AT)).size).toBeLessThanOrEqual(41 + 2 * QUIET_ZONE);
});

test('the typed code is the one the server accepts, until its step ends', async () => {
  const key = await codeKey();
  const code = await codeAt(key, AT);
  expect(await typedCodeStep(key.key, 12, code.typed, AT)).toBe(code.typedUntil - 30_000);
  expect(code.typedUntil).toBeGreaterThan(AT);
});

test('an instant at the edge belongs to the window that begins there', async () => {
  const edge = windowEnd(AT, PERIOD_MS);
  expect(edge % PERIOD_MS).toBe(0);
  expect(windowEnd(edge, PERIOD_MS)).toBe(edge + PERIOD_MS);
  const key = await codeKey();
  expect((await codeAt(key, edge - 1)).path).toBe((await codeAt(key, AT)).path);
  expect((await codeAt(key, edge)).path).not.toBe((await codeAt(key, AT)).path);
});
