/** Messages as lines of text, for carriers that hold nothing else: the errors of a schema. */
import type { Facts, Message, MessageId, Said } from './message';

/** A message as a line.
 *  @example z.string().max(100, says('form.too-long', { max: 100 })) */
export function says(id: MessageId, values?: Facts): string {
  return values ? `${id}?${JSON.stringify(values)}` : id;
}

/** "3 courses", "1 course": each of several counts that are not 0, for a list in a sentence. */
export function sayCounts(counts: readonly { id: MessageId; count: number }[]): Message[] {
  return counts.filter(({ count }) => count > 0).map(({ id, count }) => ({ id, values: { count } }));
}

/** A message, whichever way it was said. Never throws. */
export function toMessage(said: Said): Message {
  return typeof said === 'string' ? { id: said } : said;
}
