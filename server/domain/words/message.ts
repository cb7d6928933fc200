/**
 * What the program says to people: a key and its facts, worded where it is shown, in the reader's language.
 * English is in `en/`, one file a noun; a key is the noun's name and the text's, such as `form.too-long`.
 */
import form from './en/form';
import imports from './en/import';

/** The English texts, in ICU message format. */
export const ENGLISH = { form, import: imports } as const;

type Noun = keyof typeof ENGLISH;
export type MessageId = { [N in Noun]: `${N}.${keyof (typeof ENGLISH)[N] & string}` }[Noun];

/** Values that stand in a text's places, as data: numbers and days are written as the reader writes them. */
export type Facts = Record<string, string | number>;
export type Message = { id: MessageId; values?: Facts };
/** A message, or the key of one without facts. */
export type Said = MessageId | Message;

/** A message as one line of text, for carriers that hold nothing else, such as the errors of a schema. */
export function messageLine(id: MessageId, values?: Facts): string {
  return values ? `${id}?${new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]))}` : id;
}
