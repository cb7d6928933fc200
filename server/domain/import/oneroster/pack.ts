/** A OneRoster file as it is kept until its questions are answered: what was read of it, and no password. */
import { strToU8, zipSync } from 'fflate';
import { toCsv } from '#domain/csv-text';
import type { Roster, RosterFile } from './files';

const csvOf = ({ header, rows }: RosterFile) => toCsv([header, ...rows.map((row) => row.inPlace())]);

/** A zip that is read as the roster was. */
export function packRoster({ version, files }: Roster): Uint8Array {
  const all = Object.entries(files).flatMap(([name, file]) => (file ? [{ name, file }] : []));
  const manifest = [
    ['propertyName', 'value'],
    ['oneroster.version', version],
    ...all.map(({ name, file }) => [`file.${name}`, file.mode]),
  ];
  const texts = { manifest: toCsv(manifest), ...Object.fromEntries(all.map(({ name, file }) => [name, csvOf(file)])) };
  return zipSync(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}.csv`, strToU8(text)])), { level: 1 });
}
