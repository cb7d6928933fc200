/** Whose a student number is to be, by a file of people: one of those who are here has it, and of several in the file the first. */
import { STUDENT_NUMBER_MOST } from '#domain/person/person';
import type { Said } from '#domain/words/message';
import type { KnownPerson } from '../import-enrolments';
import type { SchoolFacts } from './draft';
import { type RosterFile, statusOf } from './files';
import type { RosterRow } from './table';

/** A row's number; empty for none. */
export const numberIn = (row: RosterRow) => row.text('identifier').slice(0, STUDENT_NUMBER_MOST);

/** A number that is taken, or none and why: nothing to say when the cell is empty. */
export type WrittenNumber = { number: string | null; remark: Said | null };

export class Numbers {
  /** Of those who are here. */
  readonly #holders = new Map<string, KnownPerson>();
  /** By number, who has it first in the file. */
  readonly #owners = new Map<string, string>();
  readonly #numbersById = new Map<string, string>();
  readonly #isBulk: boolean;

  /** @param isOne whether a row is of somebody whom Muster takes */
  constructor(facts: SchoolFacts, file: RosterFile | undefined, isOne: (row: RosterRow) => boolean) {
    this.#isBulk = file?.mode === 'bulk';
    for (const person of facts.people)
      if (person.studentNumber !== null && person.archivedAt === null) this.#holders.set(person.studentNumber, person);
    for (const row of file?.rows ?? []) if (isOne(row)) this.#note(row);
  }

  #note(row: RosterRow): void {
    const [id, number] = [row.get('sourcedId'), numberIn(row)];
    this.#numbersById.set(id, number);
    if (number !== '' && statusOf(row) === 'active' && !this.#owners.has(number)) this.#owners.set(number, id);
  }

  /** The number of a row, of somebody known or new. */
  written(row: RosterRow, known: KnownPerson | undefined): WrittenNumber {
    const number = numberIn(row);
    if (number === '') return { number: null, remark: null };
    if (this.#owners.get(number) !== row.get('sourcedId'))
      return { number: null, remark: { id: 'import.number-twice', values: { text: number } } };
    const holder = this.#holders.get(number);
    const isFree = !holder || holder.id === known?.id || this.#isGivenUp(holder, number);
    return isFree
      ? { number, remark: null }
      : { number: null, remark: { id: 'import.number-held', values: { text: number, name: holder.name } } };
  }

  /** Whether its holder has another number by this file, or leaves with it. */
  #isGivenUp({ sourcedId }: KnownPerson, number: string): boolean {
    if (sourcedId === null) return false;
    const theirs = this.#numbersById.get(sourcedId);
    return theirs === undefined ? this.#isBulk : theirs !== '' && theirs !== number;
  }
}
