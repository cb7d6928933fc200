/**
 * The history that proves itself: every change of a mark, every audit event and every settled claim is sealed, one after the other.
 * A seal is keyed and covers its place, the record's content and the seal before it, so that whoever has the database but not the
 * key can alter, remove, move or insert nothing unseen, nor compute the chain anew.
 */

/** What the history consists of: changes of marks, audit events, claims that staff settled. */
export const HISTORY_RECORDS = ['mark', 'audit', 'claim'] as const;
export type HistoryRecord = (typeof HISTORY_RECORDS)[number];

/** HMAC-SHA-256 of a text under the key of the deployment's history, in lower-case hex. */
export type HistoryKey = (text: string) => string;

/** A place in the chain and its seal, in hex. */
export type Seal = { position: number; hash: string };

/** Before the first record. */
export const CHAIN_START: Seal = { position: 0, hash: '' };

/** A record as its seal covers it: its columns, with its id, as a JSON array in a fixed order. */
export type Sealable = { record: HistoryRecord; content: string };

/** The seal of the record that comes after `previous`: it covers the place, the record and the seal before. Never throws. */
export function sealAfter(key: HistoryKey, previous: Seal, { record, content }: Sealable): Seal {
  const position = previous.position + 1;
  return { position, hash: key(`${previous.hash}|${position}|${record}|${content}`) };
}

/** A seal with the record it names, as they are found. `content` is null where the record is gone. */
export type Link = Seal & { record: HistoryRecord; content: string | null };

/** How a link fails. `missing-seal`: there is none at the place after the one before; `missing`: its record is gone; `altered`: its record
 *  is not what was sealed. */
export type LinkFault = 'missing-seal' | 'missing' | 'altered';

/** How `link` fails to follow `previous`; null when it does. Never throws. */
export function judgeLink(key: HistoryKey, previous: Seal, { position, hash, record, content }: Link): LinkFault | null {
  if (position !== previous.position + 1) return 'missing-seal';
  if (content === null) return 'missing';
  return sealAfter(key, previous, { record, content }).hash === hash ? null : 'altered';
}

/** Where the history does not hold. `cut-off`: its end is gone; `inserted`: the record was never sealed and is older than what was;
 *  `recomputed`: the seal is another than the one told outside; `untold`: a mark and its changes disagree; `miscounted`: a tally
 *  differs from a recount. */
export type HistoryFault = {
  table: string;
  id: number | string;
  why: 'altered' | 'missing' | 'inserted' | 'cut-off' | 'recomputed' | 'untold' | 'miscounted';
};

export type Verification = {
  outcome: 'intact' | 'broken';
  /** Sealed records that were checked. */
  checked: number;
  firstBroken: HistoryFault | null;
};
