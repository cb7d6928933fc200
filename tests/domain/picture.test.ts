/** Pictures as bytes: what is read from them, what goes, and what is refused. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPicture } from '#domain/person/picture';
import { chunk, jpeg, jpegOf, riff, segment, vp8, vp8l, vp8x, webp } from '../helpers/pictures';

const SQUARE = { width: 200, height: 200 };
const ALPHA = chunk('ALPH', [1, 2, 3]);
const BESIDE = [chunk('ICCP', [1]), chunk('EXIF', [2, 3]), chunk('XMP ', [4]), chunk('secr', [5])];
const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

test('a JPEG keeps its tables, frame and scan; application segments and comments go', () => {
  const plain = jpegOf(200, 200);
  expect(readPicture(plain)).toEqual({ type: 'image/jpeg', ...SQUARE, bytes: plain });
  expect(readPicture(jpeg(200, 200, 0))).toEqual({ type: 'image/jpeg', ...SQUARE, bytes: plain });
  const markers = [...Array.from({ length: 16 }, (_, index) => 0xe0 + index), 0xfe];
  const segments = markers.map((marker) => segment(marker, ascii('51.5N 0.1W')));
  expect(readPicture(jpegOf(200, 200, { segments }))?.bytes).toEqual(plain);
});

test('a JPEG of several scans keeps each, and what stands between them goes too', () => {
  const plain = [...jpegOf(200, 200)];
  const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 5, 0xff, 0, 6];
  const comment = segment(0xfe, ascii('home'));
  const [body, end] = [plain.slice(0, -2), plain.slice(-2)];
  const whole = readPicture(Uint8Array.from([...body, ...comment, ...scan, ...end]));
  expect(whole?.bytes).toEqual(Uint8Array.from([...body, ...scan, ...end]));
});

test('what comes after the end of a picture goes', () => {
  for (const plain of [jpegOf(200, 200), webp(200, 200)]) {
    const followed = Uint8Array.from([...plain, ...ascii('PK another file')]);
    expect(readPicture(followed)?.bytes).toEqual(plain);
  }
});

test('a WebP keeps its picture, canvas and transparency; every other chunk goes, and what announced it', () => {
  expect(readPicture(webp(200, 200))).toEqual({ type: 'image/webp', ...SQUARE, bytes: webp(200, 200) });
  expect(readPicture(riff(vp8l(200, 200)))).toMatchObject(SQUARE);
  const [icc, exif, xmp, other] = BESIDE as [number[], number[], number[], number[]];
  const full = riff(vp8x(0x3c, 200, 200), icc, ALPHA, vp8(200, 200), exif, xmp, other);
  expect(readPicture(full)).toEqual({
    type: 'image/webp',
    ...SQUARE,
    bytes: riff(vp8x(0x10, 200, 200), ALPHA, vp8(200, 200)),
  });
  expect(readPicture(riff(vp8(200, 200), exif))?.bytes).toEqual(webp(200, 200));
});

test.for([
  ['a canvas that says it is smaller than its picture', riff(vp8x(0, 8, 8), vp8(2_000, 2_000))],
  ['two pictures', riff(vp8x(0, 8, 8), vp8(8, 8), vp8(2_000, 2_000))],
  ['a moving picture', riff(vp8x(2, 8, 8), chunk('ANIM', [0, 0, 0, 0, 0, 0]), chunk('ANMF', vp8(8, 8)))],
  ['no picture', riff(vp8x(0, 8, 8))],
  ['a chunk before a simple picture', riff(chunk('EXIF', [1]), vp8(8, 8))],
  ['a picture that begins in the middle', riff(chunk('VP8 ', [1, 0, 0, 0x9d, 1, 0x2a, 8, 0, 8, 0]))],
  ['a chunk longer than its file', riff([...chunk('VP8 ', Array(10).fill(0)).slice(0, 4), 0xff, 0xff, 0xff, 0xff, 0, 0])],
  ['two frames', jpegOf(8, 8, { segments: [segment(0xc2, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])] })],
  ['no scan', Uint8Array.from([0xff, 0xd8, ...segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]), 0xff, 0xd9])],
  ['a size told after the picture', jpegOf(8, 0, { segments: [segment(0xdc, [0, 8])] })],
  ['a segment longer than its file', Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 0, 0])],
  ['a segment shorter than its length', jpegOf(8, 8, { segments: [[0xff, 0xe1, 0, 1]] })],
  ['bytes between segments', jpegOf(8, 8, { segments: [[1, 2, 3]] })],
] as const)('%s is no picture', ([, bytes]) => {
  expect(readPicture(bytes)).toBeNull();
});

test('a picture cut short anywhere is none, and any bytes at all are read without a failure', () => {
  for (const whole of [jpegOf(200, 200), webp(200, 200), riff(vp8x(0x10, 200, 200), ALPHA, vp8(200, 200))]) {
    for (let length = 0; length < whole.length; length++) expect(readPicture(whole.slice(0, length))).toBeNull();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bytes = whole.slice();
        bytes[at] = value;
        const again = readPicture(bytes);
        expect(again === null || again.bytes.length <= bytes.length).toBe(true);
      }),
    );
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => readPicture(Uint8Array.from(bytes)) === null));
});
