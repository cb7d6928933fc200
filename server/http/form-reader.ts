/**
 * The one reader of forms, in front of every action: what a form may bring is judged before it is taken apart, and pages get it
 * parsed. Forms here are flat, so a name with an index or a path in it is nobody's.
 */

import { ATTACHMENT_MAX_BYTES } from '#domain/correction/attachment';
import type { Bytes } from '#domain/encoding';
import { MAX_UPLOAD_BYTES } from '#domain/import/import';
import * as paths from '#domain/paths';
import type { Actor } from '#domain/person/user';
import { MAX_ICAL } from '#domain/timetable/closure';
import { MAX_BYTES_OF_NOBODY, MAX_BYTES_OF_SOMEBODY, RequestRefusal, readAtMost } from './body-limit';
import { multipartParts, type Part } from './multipart';

/** What a form may bring. */
export type FormLimits = { maxBytes: number; takesFiles: boolean };

/** What surrounds a file: its options, and names. */
const AROUND_A_FILE_BYTES = 16 * 1024;

/** Forms that bring a file, and what an administrator's may weigh. Everybody else's weigh what any form does; an attachment comes beside
 *  that, for an announcement may name every class. */
const FILE_FORMS: Record<string, number> = {
  [paths.ownPhoto()]: MAX_BYTES_OF_SOMEBODY,
  [paths.closures()]: MAX_ICAL + AROUND_A_FILE_BYTES,
  [paths.imports()]: MAX_UPLOAD_BYTES + AROUND_A_FILE_BYTES,
};

/** A request for a correction, or a file for one that was asked before; an announcement of those who may write one. */
function takesAttachment(page: string, { role }: Actor): boolean {
  const id = Number(page.match(/\/(\d+)\//)?.[1]);
  if (role !== 'student' && page === paths.newAnnouncement(role)) return true;
  return [paths.attachment, paths.askCorrection, paths.askCorrectionAsStaff].some((path) => page === path(id));
}

/** What the form of a page may bring, from whoever is calling.
 *  @param pathname of the page, or of its data */
export function formLimits(pathname: string, actor: Actor | null): FormLimits {
  const page = pathname.replace(/(\.data|\/)$/, '');
  if (actor && takesAttachment(page, actor)) return { maxBytes: ATTACHMENT_MAX_BYTES + MAX_BYTES_OF_SOMEBODY, takesFiles: true };
  const fileBytes = FILE_FORMS[page];
  const maxBytes = actor?.role === 'admin' ? (fileBytes ?? MAX_BYTES_OF_SOMEBODY) : MAX_BYTES_OF_SOMEBODY;
  return { maxBytes: actor ? maxBytes : MAX_BYTES_OF_NOBODY, takesFiles: fileBytes !== undefined };
}

/** Everybody in the largest section, and what is asked beside. */
const MAX_FIELDS = 1_500;
const FIELD_NAME = /^[a-z][\w-]{0,63}$/i;

const AMPERSAND = 0x26;

function malformed(): RequestRefusal {
  return new RequestRefusal(400, 'Refused: this form cannot be read.');
}

/** Adds a field to a form that stays within its bounds. */
function addField(form: FormData, name: string, value: string | File): void {
  // A name that every object has, such as `constructor`, would be taken for a value that is there already.
  if (!FIELD_NAME.test(name) || name in Object.prototype) throw malformed();
  form.append(name, value);
}

/** Counted before anything is taken apart. */
function hasTooManyPairs(bytes: Bytes): boolean {
  let count = 0;
  for (let at = bytes.indexOf(AMPERSAND); at !== -1; at = bytes.indexOf(AMPERSAND, at + 1))
    if (++count >= MAX_FIELDS) return true;
  return false;
}

function readPairs(bytes: Bytes): FormData {
  if (hasTooManyPairs(bytes)) throw malformed();
  const form = new FormData();
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(bytes))) addField(form, name, value);
  return form;
}

function valueIn({ fileName, type, content }: Part): string | File {
  return fileName === null ? new TextDecoder().decode(content) : new File([content], fileName, { type });
}

function readParts(bytes: Bytes, contentType: string, takesFiles: boolean): FormData {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))/i.exec(contentType);
  if (!boundary) throw malformed();
  const form = new FormData();
  let count = 0;
  for (const part of multipartParts(bytes, boundary[1] ?? boundary[2] ?? '')) {
    if (!part || ++count > MAX_FIELDS || (part.fileName !== null && !takesFiles)) throw malformed();
    addField(form, part.name, valueIn(part));
  }
  return form;
}

/** The form that a request brings.
 *  @throws RequestRefusal 415 for what is no form, 413 for more bytes than may be, 400 for what cannot be read */
export async function readForm(request: Request, { maxBytes, takesFiles }: FormLimits): Promise<FormData> {
  const contentType = request.headers.get('content-type') ?? '';
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data')
    throw new RequestRefusal(415, 'Refused: this is not a form.');
  const bytes = await readAtMost(request, maxBytes);
  if (!bytes) throw new RequestRefusal(413, 'Refused: too much was sent at once.');
  return type === 'multipart/form-data' ? readParts(bytes, contentType, takesFiles) : readPairs(bytes);
}
