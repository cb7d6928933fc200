/** A claim's wire form and signature, what an accepted one does to the mark that stands, and what the student is told. */
import { expect, test } from 'vitest';
import { CheckInInput, claimMessage, effectOf, outcomeOf, outrankByMark, type Verdict } from '#domain/check-in/check-in';
import { verifyDeviceSignature } from '#domain/check-in/device';
import { toBase64Url, utf8 } from '#domain/encoding';
import { type Mark, SOURCES, STATUSES } from '#domain/register/attendance';

const TOKEN = '04000000000G00133J9G1275V9MWJ4V8QM2KXADGBJ8K6D0';
const CLAIM = {
  id: '0190a000-0000-7000-8000-000000000001',
  at: 1_788_771_600_000,
  classSessionId: 12,
  tokens: [TOKEN],
  code: null,
  deviceId: '7b0e1f64-6d3a-4a44-9d2b-1f64d3a4a441',
};

test('what a device signs is the text of the contract', () => {
  const rest = `|${CLAIM.at}|12|`;
  expect(claimMessage(CLAIM)).toBe(`muster claim v1|${CLAIM.id}${rest}${TOKEN}||${CLAIM.deviceId}`);
  expect(claimMessage({ ...CLAIM, tokens: ['A', 'B', 'C'] })).toContain('|A,B,C||');
  expect(claimMessage({ ...CLAIM, tokens: [], code: '012345' })).toContain('|12||012345|');
});

test.for([
  ['one token', {}, true],
  ['three tokens', { tokens: [TOKEN, TOKEN, TOKEN] }, true],
  ['four tokens', { tokens: [TOKEN, TOKEN, TOKEN, TOKEN] }, false],
  ['a typed code', { tokens: [], code: '012345' }, true],
  ['a typed code with spaces around', { tokens: [], code: ' 012345 ' }, true],
  ['neither token nor code', { tokens: [] }, false],
  ['both token and code', { code: '012345' }, false],
  ['a code of five digits', { tokens: [], code: '12345' }, false],
  ['a code of seven digits', { tokens: [], code: '1234567' }, false],
  ['a code of letters', { tokens: [], code: 'abcdef' }, false],
  ['an id of version 4', { id: '7b0e1f64-6d3a-4a44-9d2b-1f64d3a4a441' }, false],
  ['a device that is not a UUID', { deviceId: 'my phone' }, false],
  ['a class session of 48 bits', { classSessionId: 2 ** 48 - 1 }, true],
  ['a class session of 49 bits', { classSessionId: 2 ** 48 }, false],
  ['no class session', { classSessionId: 0 }, false],
  ['a clock before 1970', { at: -1 }, false],
] as const)('a claim with %s is parsed or refused', ([, given, isValid]) => {
  expect(CheckInInput.safeParse({ ...CLAIM, signature: 'x', ...given }).success).toBe(isValid);
});

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;

async function signed(message: string) {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(EC, false, ['sign', 'verify']);
  const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(message));
  return { key: { kty: 'EC' as const, crv: 'P-256' as const, x: String(x), y: String(y) }, signature: toBase64Url(signature) };
}

test('a signature holds for its own message and key only', async () => {
  const message = claimMessage(CLAIM);
  const { key, signature } = await signed(message);
  const other = await signed(message);
  expect(await verifyDeviceSignature(key, message, signature)).toBe(true);
  expect(await verifyDeviceSignature(key, claimMessage({ ...CLAIM, classSessionId: 13 }), signature)).toBe(false);
  expect(await verifyDeviceSignature(other.key, message, signature)).toBe(false);
  expect(await verifyDeviceSignature(key, message, other.signature)).toBe(false);
});

test.for(['', 'AAAA', '!'.repeat(86), 'A'.repeat(86), 'A'.repeat(200)])(
  '"%s" is no signature and breaks nothing',
  async (signature) => {
    const { key } = await signed('x');
    expect(await verifyDeviceSignature(key, 'x', signature)).toBe(false);
  },
);

test('a key that is not a point on the curve verifies nothing and breaks nothing', async () => {
  const { signature } = await signed('x');
  const x = 'A'.repeat(43);
  expect(await verifyDeviceSignature({ kty: 'EC', crv: 'P-256', x, y: x }, 'x', signature)).toBe(false);
});

const accepted: Verdict = { verdict: 'accepted', status: 'present', source: 'offline', reasons: [] };

test.for(SOURCES.flatMap((source) => STATUSES.map((status) => ({ status, source }))))(
  'an accepted claim meets a mark $status by $source',
  (mark) => {
    const expected =
      mark.source === 'auto' || mark.source === 'leave'
        ? 'record'
        : mark.source === 'teacher' || mark.source === 'admin'
          ? 'kept'
          : 'already-recorded';
    expect(effectOf(mark)).toBe(expected);
    const isContested = expected === 'kept' && mark.status === 'absent';
    expect(outrankByMark(accepted, mark)).toMatchObject(
      isContested ? { verdict: 'waiting', reasons: ['marked-absent'] } : { verdict: 'accepted', reasons: [] },
    );
  },
);

test('an empty place is filled, also one whose mark staff took back', () => {
  expect(effectOf(null)).toBe('record');
  for (const source of SOURCES) expect(effectOf({ status: null, source })).toBe('record');
});

test('a verdict that is not an acceptance is left alone by any mark', () => {
  const waiting: Verdict = { verdict: 'waiting', status: 'late', source: 'qr', reasons: ['not-on-roll'] };
  const refused: Verdict = { verdict: 'refused', status: null, source: null, reasons: ['future'] };
  for (const verdict of [waiting, refused]) expect(outrankByMark(verdict, { status: 'absent', source: 'teacher' })).toBe(verdict);
});

const present: Mark = { status: 'present', source: 'qr' };
const byTeacher: Mark = { status: 'late', source: 'teacher' };
const absent: Mark = { status: 'absent', source: 'teacher' };

test.for([
  ['accepted, its own mark', ['accepted'], present, true, { outcome: 'recorded', status: 'present', source: 'qr' }],
  ['accepted, recorded before', ['accepted'], present, false, { outcome: 'already-recorded', status: 'present' }],
  ['accepted, a teacher’s mark stands', ['accepted'], byTeacher, false, { outcome: 'kept', status: 'late' }],
  ['waiting', ['waiting', 'few-windows'], null, false, { outcome: 'waiting', reasons: ['few-windows'] }],
  ['waiting against an absence', ['waiting', 'marked-absent'], absent, false, { outcome: 'kept', status: 'absent' }],
  ['refused', ['refused', 'future'], null, false, { outcome: 'refused', reason: 'future' }],
  ['refused, marked otherwise', ['refused', 'bad-code'], present, false, { outcome: 'refused', reason: 'bad-code' }],
] as const)('a student whose claim is %s is told so', ([, [verdict, ...reasons], mark, isByThisClaim, expected]) => {
  expect(outcomeOf({ verdict, reasons }, { mark, isByThisClaim })).toEqual(expected);
});
