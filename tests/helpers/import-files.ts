/** Files as administrators upload them: CSV text, OneRoster zips with the untidiness of real ones, and zips that nobody honest makes. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Database } from '#db/client';
import { type ImportKind, removalsIn } from '#domain/import/import';
import { runImports } from '#server/services/import/import-run';
import { type ApiOptions, api, testServices } from './api';
import { NOW } from './factories';
import { ROOT } from './program';

export const bytesOf = (text: string) => strToU8(text);

/** The files of a OneRoster zip as text, by name without ending. */
export type RosterText = Record<string, string>;

export function manifest(version: '1.1' | '1.2', mode: 'bulk' | 'delta', names: string[]): string {
  return [
    'propertyName,value',
    'manifest.version,1.0',
    `oneroster.version,${version}`,
    ...names.map((name) => `file.${name},${mode}`),
  ].join('\r\n');
}

/** A OneRoster zip of `files`, with a manifest that declares them. */
export function rosterOf(
  files: RosterText,
  { version = '1.1' as '1.1' | '1.2', mode = 'bulk' as 'bulk' | 'delta' } = {},
): Uint8Array {
  const all = { manifest: manifest(version, mode, Object.keys(files)), ...files };
  return zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [`${name}.csv`, strToU8(text)])));
}

/** A small school as a student information system exports it: without courses, dates in two forms, a passing of roles that do not fit,
 *  a class that is marked as deleted but enrolled in, line ends of Windows and no last one. */
export const UNTIDY: RosterText = {
  orgs: 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\norg-1,active,2023-05-01T18:25:43.511Z,History Department,department,History,org-0',
  academicSessions: [
    'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
    'as-grp,tobedeleted,2023-05-01T18:25:43.511Z,2nd Quarter,gradingPeriod,2026-10-02,2026-12-24,as-trm,2026',
    'as-trm,active,2023-05-01,Autumn,term,2026-09-01T00:00:00.000Z,2026-12-24,as-syr,2026',
    'as-sem,inactive,2023-05-01,Old,semester,2025-10-02,2025-12-24,,2025',
  ].join('\r\n'),
  classes: [
    'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
    'cls-1,active,2023-05-01T18:25:43.511Z,Introduction to Physics,"09,10,11",crs-1,Phys 100 - 1,Scheduled,Room 2-B,org-1,as-trm,"Science, Physics","PHY123, ASV120",1',
    'cls-2,tobedeleted,2023-05-01T18:25:43.511Z,History - 2,10,crs-2,2,homeroom,Room 18-C,org-1,"as-trm,as-unknown",History,HIS123,"1,2,3"',
  ].join('\r\n'),
  users: [
    'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
    'u-john,active,2023-05-01,TRUE,org-1,teacher,john.doe,,John,Doe,Michael,john.doe,John.Doe@school.test,603,603,,12,Password1-',
    'u-mary,,,TRUE,org-1,student,mary.jones,{LDAP:12},Mary,Jones,Jane,mary.jones,mary.jones@school.test,603,603,u-john,12,Password1-',
    'u-thomas,active,2023-05-01,TRUE,org-1,parent,thomas,"{LDAP:12},{LTI:15}",Thomas,Jones,Paul,thomas,thomas@home.test,603,603,u-mary,10,Password1-',
    'u-jim,active,2023-05-01,TRUE,org-1,teacher,jim.smith,,Jim,Smith,Ash,jim.smith,jim.smith@school.test,603,603,,11,Password1-',
    'u-anna,active,2023-06-15,TRUE,org-1,student,anna.brown,{LDAP:34},Anna,Brown,Mary,anna.brown,,603,603,u-jim,11,Password1-',
    'u-boss,active,2023-06-15,TRUE,org-1,administrator,boss,,Bea,Boss,,boss,boss@school.test,,,,,Password1-',
  ].join('\r\n'),
  enrollments: [
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
    'e-1,active,2023-05-01T18:25:43.511Z,cls-1,org-1,u-john,teacher,false,2026-09-01,2026-12-24',
    'e-2,active,2023-05-01T18:25:43.511Z,cls-1,org-1,u-jim,student,false,2026-09-01,2026-12-24',
    'e-3,active,2023-05-01T18:25:43.511Z,cls-1,org-1,u-mary,student,false,2026-09-01,2026-12-24',
    'e-4,active,2023-05-01,cls-1,org-1,u-anna,student,false,,',
    'e-5,active,2023-05-01,cls-2,org-1,u-mary,student,false,2026-09-01,2026-12-24',
  ].join('\r\n'),
};

/** One file of the untidy school with a text replaced. */
export function untidyWith(name: string, before: string, after: string): RosterText {
  const text = UNTIDY[name] ?? '';
  if (!text.includes(before)) throw new Error(`${name} has no ${before}`);
  return { ...UNTIDY, [name]: text.replace(before, after) };
}

/** A real file beside the project, or null where there is none. */
export function realFile(name: string): Uint8Array | null {
  const roots = [path.join(ROOT, '..'), path.join(ROOT, '../..')];
  const found = roots.map((root) => path.join(root, 'shared/data/oneroster', name)).find((file) => existsSync(file));
  return found ? new Uint8Array(readFileSync(found)) : null;
}

type RawEntry = { name: string; content?: Uint8Array; flags?: number; method?: number; mode?: number; size?: number };

function header(signature: number, fields: [size: 2 | 4, value: number][]): Buffer {
  const buffer = Buffer.alloc(4 + fields.reduce((sum, [size]) => sum + size, 0));
  buffer.writeUInt32LE(signature);
  let at = 4;
  for (const [size, value] of fields) {
    if (size === 2) buffer.writeUInt16LE(value, at);
    else buffer.writeUInt32LE(value, at);
    at += size;
  }
  return buffer;
}

/** A zip made byte by byte, which may lie about its entries. */
export function rawZip(entries: RawEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content = Buffer.from('x'), flags = 0, method = 0, mode = 0, size = content.length } of entries) {
    const fields: [2 | 4, number][] = [
      [2, 20],
      [2, flags],
      [2, method],
      [4, 0],
      [4, 0],
      [4, content.length],
      [4, size],
      [2, Buffer.byteLength(name)],
    ];
    const local = Buffer.concat([header(0x04034b50, [...fields, [2, 0]]), Buffer.from(name), content]);
    const tail: [2 | 4, number][] = [
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, (mode << 16) >>> 0],
      [4, offset],
    ];
    directory.push(header(0x02014b50, [[2, 0x0314], ...fields, ...tail]), Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = header(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, index.length],
    [4, offset],
    [2, 0],
  ]);
  return new Uint8Array(Buffer.concat([...locals, index, end]));
}

type Person = NonNullable<ApiOptions['actor']>;
type Upload = {
  kind?: ImportKind;
  sectionId?: number | null;
  termId?: number | null;
  createMissing?: boolean;
  fileName?: string;
};

/** Imports as `actor` does them, with the job's part done at once. */
export function importsOf(db: Database, actor: Person, now = NOW) {
  const { call } = api(db, { actor, now });
  const run = () => runImports(testServices(db, { now }));
  const upload = async (
    bytes: Uint8Array,
    { kind = 'oneroster', sectionId = null, termId = null, createMissing = false, fileName = 'file' }: Upload = {},
  ) => {
    const { batchId } = await call.import.upload({ kind, sectionId, termId, createMissing, fileName, bytes });
    return batchId;
  };
  const rows = async (batchId: number) => (await call.import.rows({ batchId })).rows;
  const verdicts = async (batchId: number) => (await call.import.get({ batchId })).counts;
  /** Says how much it takes away, where that is asked. */
  const apply = async (batchId: number) => {
    const { removals } = await call.import.get({ batchId });
    await call.import.applyBatch({ batchId, removes: removals && removalsIn(removals) });
    await run();
    return call.import.get({ batchId });
  };
  const undo = async (batchId: number) => {
    await call.import.undoBatch({ batchId });
    await run();
    return call.import.get({ batchId });
  };
  return { call, run, upload, rows, verdicts, apply, undo };
}

/** Tables that an import or its undoing adds to by their nature. */
const OWN_TABLES = [
  'import_batches',
  'import_rows',
  'import_files',
  'import_changes',
  'audit_events',
  'sqlite_sequence',
  'job_leases',
];

/** Every row of every other table, to compare a database with what it was. */
export async function everything(db: Database): Promise<Record<string, unknown[]>> {
  const tables = await db.$client.execute(
    `select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\' and name not like 'user\\_words%' escape '\\' order by name`,
  );
  const found: Record<string, unknown[]> = {};
  for (const { name } of tables.rows) {
    if (OWN_TABLES.includes(String(name))) continue;
    const { rows } = await db.$client.execute(`select * from "${name}"`);
    if (rows.length > 0) found[String(name)] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return found;
}
