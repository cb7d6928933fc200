/** Bytes of a text file to its text, in the encodings that schools' programs write. */
import { refuseFile } from './import';

/** What programs call Latin-1 and mean Windows-1252 by (WHATWG Encoding). */
const FALLBACK = 'windows-1252';
/** Its characters from 0x80 on, where some engines decode Latin-1 instead. */
const FALLBACK_UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Control characters that text has: tab, the line ends, form feed and escape. */
const TEXT_CONTROLS = [9, 10, 11, 12, 13, 27];

function encodingOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 400);
  const zeros = (odd: number) => head.filter((byte, index) => index % 2 === odd && byte === 0).length;
  if (zeros(1) > head.length / 4 && zeros(0) === 0) return 'utf-16le';
  if (zeros(0) > head.length / 4 && zeros(1) === 0) return 'utf-16be';
  return 'utf-8';
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decodeFallback(bytes: Uint8Array): string {
  const text = new TextDecoder(FALLBACK).decode(bytes);
  return text.replace(/[\u0080-\u009f]/g, (letter) => FALLBACK_UPPER[letter.charCodeAt(0) - 0x80] ?? letter);
}

/** Whether there are control characters, `allowed` ones apart. */
export function hasControls(text: string, allowed: readonly number[] = []): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 && !allowed.includes(code)) return true;
  }
  return false;
}

/** The text of a file in UTF-8 or UTF-16, with or without a byte order mark, or else Windows-1252. Line ends become `\n`.
 *  @throws AppError `invalid` for what is no text */
export function decodeText(bytes: Uint8Array, name: string): string {
  const encoding = encodingOf(bytes);
  const text = decodeAs(encoding, bytes) ?? (encoding === 'utf-8' ? decodeFallback(bytes) : null);
  if (text === null || hasControls(text, TEXT_CONTROLS)) return refuseFile({ id: 'import.no-text', values: { name } });
  return text.replace(/\r\n?/g, '\n');
}
