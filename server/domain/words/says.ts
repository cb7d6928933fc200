/** Messages as lines of text, for carriers that hold nothing else: the errors of a schema. */
import type { Facts, Message, MessageId, Said } from './message';

/** A message as a line.
 *  @example z.string().max(100, says('form.too-long', { max: 100 })) */
export function says(id: MessageId, values?: Facts): string {
  return values ? `${id}?${JSON.stringify(values)}` : id;
}

const LINE = /^([a-z-]+\.[a-z-]+)(?:\?(\{.*\}))?$/;

/** The message of a line; of any other text, such as a library's own, that the value cannot be used. Never throws. */
export function messageOf(line: string): Message {
  const [, id, values] = LINE.exec(line) ?? [];
  if (id === undefined) return { id: 'form.invalid' };
  return { id: id as MessageId, ...(values && { values: JSON.parse(values) as Facts }) };
}

/** A message, whichever way it was said. Never throws. */
export function toMessage(said: Said): Message {
  return typeof said === 'string' ? { id: said } : said;
}
