/** Files that come with forms, and how they are given out again: shown or saved by themselves they can run nothing and reach nothing. */
import { ATTACHMENT_MAX_BYTES, type AttachmentType } from '#domain/correction/attachment';
import type { Bytes } from '#domain/encoding';

const HEADERS = { 'Cache-Control': 'no-store', 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox" };

/** A file as an answer. @param name without an ending */
export function attachmentResponse({ type, bytes }: { type: AttachmentType; bytes: Uint8Array }, name: string): Response {
  const [kind, suffix] = type.split('/');
  const disposition = `${kind === 'image' ? 'inline' : 'attachment'}; filename="${name}.${suffix}"`;
  const headers = { ...HEADERS, 'Content-Type': type, 'Content-Disposition': disposition };
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
}

/** A sent file's bytes; a larger one than may be is not read to its end. */
export async function bytesOf(file: FormDataEntryValue | null): Promise<Bytes> {
  if (!(file instanceof Blob)) return new Uint8Array(0);
  return new Uint8Array(await file.slice(0, ATTACHMENT_MAX_BYTES + 1).arrayBuffer());
}

/** The chosen file's bytes, taken out of the form, which is sent back as text; null where none was chosen. */
export async function takeFile(form: FormData): Promise<Bytes | null> {
  const file = form.get('file');
  form.delete('file');
  const bytes = await bytesOf(file);
  return bytes.length === 0 ? null : bytes;
}
