/** Takes a multipart body apart (RFC 7578). Pure; each byte is looked at a fixed number of times, whatever the body holds. */
import { type Bytes, utf8 } from '#domain/encoding';

/** One part: `fileName` is null for a part that is text. */
export type Part = { name: string; fileName: string | null; type: string; content: Bytes };

/** Names, and the type of a file. */
const MAX_HEAD_BYTES = 2_048;

const LINE_END = utf8('\r\n');
const HEAD_END = utf8('\r\n\r\n');
const LAST = utf8('--');

function standsAt(bytes: Bytes, mark: Bytes, at: number): boolean {
  return at + mark.length <= bytes.length && mark.every((byte, index) => bytes[at + index] === byte);
}

/** Where `mark` stands next, or -1. */
function indexOf(bytes: Bytes, mark: Bytes, from: number): number {
  const [first = 0] = mark;
  let at = bytes.indexOf(first, from);
  while (at !== -1 && !standsAt(bytes, mark, at)) at = bytes.indexOf(first, at + 1);
  return at;
}

/** As browsers write them: a quote and the ends of lines are escaped as in an address. */
function unescaped(text: string): string {
  return text.replace(/%0D/gi, '\r').replace(/%0A/gi, '\n').replace(/%22/g, '"');
}

/** A part by its head, or null when the head names no field. */
function readHead(head: string): Omit<Part, 'content'> | null {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1];
  const values = new Map<string, string>();
  for (const [, key = '', value = ''] of disposition?.matchAll(/(?:^|[\s;])(name|filename)="([^"]*)"/gi) ?? [])
    values.set(key.toLowerCase(), unescaped(value));
  const name = values.get('name');
  const type = /^content-type:(.*)$/im.exec(head)?.[1]?.trim() ?? '';
  return name === undefined ? null : { name, fileName: values.get('filename') ?? null, type };
}

/** The parts of a body in turn; null stands for the point at which it cannot be read on, and is the last. Never throws.
 *  @param boundary as the content type tells */
export function* multipartParts(bytes: Bytes, boundary: string): Generator<Part | null> {
  const delimiter = utf8(`\r\n--${boundary}`);
  const opening = delimiter.subarray(LINE_END.length);
  if (!standsAt(bytes, opening, 0)) return yield null;
  let at = opening.length;
  while (!standsAt(bytes, LAST, at)) {
    const headEnd = indexOf(bytes.subarray(0, at + MAX_HEAD_BYTES), HEAD_END, at);
    const contentEnd = headEnd === -1 ? -1 : indexOf(bytes, delimiter, headEnd + HEAD_END.length);
    if (!standsAt(bytes, LINE_END, at) || contentEnd === -1) return yield null;
    const head = readHead(new TextDecoder().decode(bytes.subarray(at, headEnd)));
    yield head && { ...head, content: bytes.subarray(headEnd + HEAD_END.length, contentEnd) };
    if (!head) return;
    at = contentEnd + delimiter.length;
  }
}
