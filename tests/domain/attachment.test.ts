/** Files that come with requests: what is taken, told by its bytes, and what of it is kept. */
import { expect, test } from 'vitest';
import { ATTACHMENT_MAX_BYTES, judgeAttachment } from '#domain/correction/attachment';
import { type Bytes, utf8 } from '#domain/encoding';
import { jpeg, jpegOf, webp } from '../helpers/pictures';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const chunk = (name: string, data: number[] = []) => [0, 0, 0, data.length, ...utf8(name), ...data, 1, 2, 3, 4];
const png = (...chunks: number[][]): Bytes => Uint8Array.from([...PNG, ...chunks.flat()]);

const HEAD = chunk('IHDR', [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
const PLAIN = png(HEAD, chunk('IDAT', [7]), chunk('IEND'));

test.for([
  ['a PNG', PLAIN, 'image/png', PLAIN],
  [
    'a PNG with texts, a place and more behind its end',
    png(HEAD, chunk('tEXt', [1]), chunk('eXIf', [2]), chunk('IDAT', [7]), chunk('IEND'), [9]),
    'image/png',
    PLAIN,
  ],
  ['a JPEG of a camera', jpeg(40, 30, 0), 'image/jpeg', jpegOf(40, 30)],
  ['a WebP', webp(40, 30), 'image/webp', webp(40, 30)],
  ['a PDF', utf8('%PDF-1.7 …'), 'application/pdf', utf8('%PDF-1.7 …')],
] as const)('%s is kept', ([, bytes, type, kept]) => {
  expect(judgeAttachment(bytes)).toEqual({ type, bytes: kept });
});

test.for([
  ['nothing', new Uint8Array(0), 'type'],
  ['a page', utf8('<html><script>alert(1)</script>'), 'type'],
  ['a drawing with a script', utf8('<?xml version="1.0"?><svg onload="alert(1)"/>'), 'type'],
  ['a PNG cut short', PLAIN.slice(0, -13), 'type'],
  ['a PNG without a head', png(chunk('IDAT', [7]), chunk('IEND')), 'type'],
  ['more than 5 MB', Uint8Array.from({ length: ATTACHMENT_MAX_BYTES + 1 }), 'size'],
] as const)('%s is refused', ([, bytes, problem]) => {
  expect(judgeAttachment(bytes as Bytes)).toEqual({ problem: `correction.attachment-${problem}` });
});
