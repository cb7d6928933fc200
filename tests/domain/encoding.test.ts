/** Bytes as text and back, for any bytes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalBytes, fromBase32, fromBase64Url, sha256Hex, toBase32, toBase64Url, utf8 } from '#domain/encoding';

const anyBytes = fc.uint8Array({ maxLength: 64 });

test('base32 gives back the bytes it was given, in either case', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const text = toBase32(bytes);
      expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]*$/);
      expect(text).toHaveLength(Math.ceil((bytes.length * 8) / 5));
      expect(fromBase32(text)).toEqual(new Uint8Array(bytes));
      expect(fromBase32(text.toLowerCase())).toEqual(new Uint8Array(bytes));
    }),
  );
});

test('base64url gives back the bytes it was given, without padding', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const text = toBase64Url(bytes);
      expect(text).toMatch(/^[\w-]*$/);
      expect(fromBase64Url(text)).toEqual(new Uint8Array(bytes));
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
    }),
  );
});

test('no text at all makes decoding throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([null, 'object']).toContain(fromBase32(text) === null ? null : 'object');
      expect([null, 'object']).toContain(fromBase64Url(text) === null ? null : 'object');
    }),
  );
});

test.for(['U', 'I', 'L', 'O', '-', ' ', 'Ä'])('%s is not base32', (text) => {
  expect(fromBase32(`00${text}00000`)).toBeNull();
});

test.for(['a', 'ab=', 'a+b/', 'ä', 'abc d'])('%s is not base64url', (text) => {
  expect(fromBase64Url(text)).toBeNull();
});

test('equal bytes are equal in length and in every byte', () => {
  expect(equalBytes(utf8(''), utf8(''))).toBe(true);
  expect(equalBytes(utf8('abc'), utf8('abc'))).toBe(true);
  expect(equalBytes(utf8('abc'), utf8('abd'))).toBe(false);
  expect(equalBytes(utf8('abc'), utf8('ab'))).toBe(false);
  expect(equalBytes(utf8('ab'), utf8('ab\0'))).toBe(false);
});

test('SHA-256 reads as FIPS 180-4 has it', async () => {
  expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
