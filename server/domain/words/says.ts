/** Messages as they are said in code: the key alone where there are no facts. */
import type { Message, Said } from './message';

/** A message, whichever way it was said. Never throws. */
export function toMessage(said: Said): Message {
  return typeof said === 'string' ? { id: said } : said;
}
