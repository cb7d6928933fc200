/** Reads back what `says` wrote. Apart from it, because it knows every text, which a page does not load. */
import { ENGLISH, type Facts, type Message, type MessageId } from './message';

const LINE = /^([a-z-]+)\.([a-z-]+)(?:\?(\{.*\}))?$/;

/** The message of a line; of a library's own text, that the value cannot be used. Never throws. */
export function messageOf(line: string): Message {
  const [, noun = '', key = '', values] = LINE.exec(line) ?? [];
  const texts: Record<string, Record<string, string>> = ENGLISH;
  if (texts[noun]?.[key] === undefined) return { id: 'form.invalid' };
  return { id: `${noun}.${key}` as MessageId, ...(values && { values: JSON.parse(values) as Facts }) };
}
