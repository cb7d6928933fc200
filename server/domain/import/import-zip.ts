/**
 * Unpacks an uploaded zip without trusting it: names, kinds and declared sizes are checked in its directory before anything is
 * unpacked, and the real sizes while it is. Layout as in APPNOTE.TXT (PKWARE), sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { Inflate } from 'fflate';
import type { Said } from '#domain/words/message';
import { refuseFile } from './import';
import { hasControls } from './import-text';

/** OneRoster 1.2 knows 26 files. */
const MAX_ENTRIES = 60;
/** A hundred thousand rows with room to spare. */
const MAX_TOTAL_BYTES = 60_000_000;
/** Packed bytes unpacked between two checks: what they can become at most (1 : 1032) fits in memory. */
const PIECE = 16_384;

const SIGNATURES = { end: 0x06054b50, directory: 0x02014b50, local: 0x04034b50 };
const END_SIZE = 22;
const MAX_COMMENT = 65_535;
const UNIX_SYMLINK = 0o120000;

type Entry = { name: string; method: number; packed: number; size: number; offset: number };

const NOT_A_ZIP: Said = 'import.no-zip';

function findEnd(view: DataView): number {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= 0 && at >= last - MAX_COMMENT; at--) if (view.getUint32(at, true) === SIGNATURES.end) return at;
  return refuseFile(NOT_A_ZIP);
}

function refuseName(name: string): void {
  const shown = JSON.stringify(name.slice(0, 60));
  if (/^[/\\]|^[a-z]:|(^|[/\\])\.\.([/\\]|$)/i.test(name) || hasControls(name))
    refuseFile({ id: 'import.zip-outside', values: { name: shown } });
}

function refuseKind(view: DataView, at: number, name: string): void {
  if (view.getUint16(at + 8, true) & 1) refuseFile('import.zip-password');
  const mode = view.getUint32(at + 38, true) >>> 16;
  if ((mode & 0o170000) === UNIX_SYMLINK) refuseFile({ id: 'import.zip-link', values: { name } });
  const method = view.getUint16(at + 10, true);
  if (method !== 0 && method !== 8) refuseFile({ id: 'import.zip-packing', values: { name } });
}

function readEntry(view: DataView, at: number): { entry: Entry; next: number } {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== SIGNATURES.directory) refuseFile(NOT_A_ZIP);
  const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
    number,
    number,
    number,
  ];
  if (at + 46 + nameLength > view.byteLength) refuseFile(NOT_A_ZIP);
  const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
  const number = (offset: number) => view.getUint32(at + offset, true);
  const entry = { name, method: view.getUint16(at + 10, true), packed: number(20), size: number(24), offset: number(42) };
  return { entry, next: at + 46 + nameLength + extra + comment };
}

/** Folders themselves, and what macOS adds beside the files. */
const isLitter = (name: string) => name.endsWith('/') || name.startsWith('__MACOSX/') || bareName(name) === '.ds_store';

/** A file's name without its folder, in small letters. */
const bareName = (name: string) => name.replace(/^.*[/\\]/, '').toLowerCase();

function readDirectory(view: DataView): Entry[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > MAX_ENTRIES) refuseFile({ id: 'import.zip-too-many', values: { most: MAX_ENTRIES } });
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    const { entry, next } = readEntry(view, at);
    if (!isLitter(entry.name)) {
      refuseName(entry.name);
      refuseKind(view, at, entry.name);
      entries.push(entry);
    }
    at = next;
  }
  return entries;
}

function refuseSizes(entries: Entry[]): void {
  const names = entries.map(({ name }) => bareName(name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) refuseFile({ id: 'import.zip-twice', values: { name: twice } });
  if (entries.reduce((sum, { size }) => sum + size, 0) > MAX_TOTAL_BYTES) refuseTooLarge();
}

function refuseTooLarge(): never {
  return refuseFile({ id: 'import.zip-too-large', values: { most: MAX_TOTAL_BYTES / 1_000_000 } });
}

function packedBytes(bytes: Uint8Array, view: DataView, { offset, packed }: Entry): Uint8Array {
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== SIGNATURES.local) refuseFile(NOT_A_ZIP);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) refuseFile(NOT_A_ZIP);
  return bytes.subarray(start, start + packed);
}

function joined(chunks: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Unpacks one file, never beyond the size it declares. */
function* inflate(packed: Uint8Array, { name, size }: Entry): Generator<void, Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  for (let at = 0; at < packed.length; at += PIECE) {
    try {
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    } catch {
      refuseFile({ id: 'import.zip-damaged', values: { name } });
    }
    if (length > size) refuseFile({ id: 'import.zip-lies', values: { name } });
    yield;
  }
  if (length !== size) refuseFile({ id: 'import.zip-damaged', values: { name } });
  return joined(chunks, length);
}

/** The files of a zip by their names in small letters, whatever folder they are in. Yields after each piece.
 *  @param wanted whether a file is to be unpacked; every entry is checked all the same
 *  @throws AppError `invalid` for anything but a plain, whole, moderately large zip without two files of one name */
export function* unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Generator<void, Map<string, Uint8Array>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(view);
  refuseSizes(entries);
  const files = new Map<string, Uint8Array>();
  for (const entry of entries.filter(({ name }) => wanted(bareName(name)))) {
    const packed = packedBytes(bytes, view, entry);
    if (entry.method === 0 && entry.packed !== entry.size) refuseFile(NOT_A_ZIP);
    files.set(bareName(entry.name), entry.method === 0 ? packed : yield* inflate(packed, entry));
  }
  return files;
}
