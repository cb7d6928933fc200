/** Rows on their way to a page and in what a device keeps, as one text: of somebody without a mark an id and a name. A browser reads 500 of
 *  them at once, where what reads a page's data would look at each value of each. Pure. */
import type { Register, RegisterRow } from './register';

type Rest = Omit<RegisterRow, 'studentId' | 'name'>;

/** What is said of somebody there is nothing to say of. */
const PLAIN: Rest = {
  studentNumber: null,
  photoAt: null,
  status: null,
  source: null,
  version: 0,
  reasonCodeId: null,
  note: null,
  changedAt: null,
  changedBy: null,
  waiting: [],
  claims: [],
  isFlagged: false,
  place: null,
};

type PackedRow = [studentId: number, name: string, rest?: Partial<Rest>];

/** A register, with whatever else is said of it, whose rows are packed. */
export type Packed<Whole extends Register> = Omit<Whole, 'rows'> & { rows: string };

function isPlain(key: string, value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : value === PLAIN[key as keyof Rest];
}

function packRow({ studentId, name, ...rest }: RegisterRow): PackedRow {
  const told = Object.entries(rest).filter(([key, value]) => !isPlain(key, value));
  return told.length > 0 ? [studentId, name, Object.fromEntries(told)] : [studentId, name];
}

export function packRegister<Whole extends Register>({ rows, ...rest }: Whole): Packed<Whole> {
  return { ...rest, rows: JSON.stringify(rows.map(packRow)) };
}

/** What was packed. @throws SyntaxError for rows that were not */
export function unpackRegister<Whole extends Register>({ rows, ...rest }: Packed<Whole>): Whole {
  const packed = JSON.parse(rows) as PackedRow[];
  return { ...rest, rows: packed.map(([studentId, name, told]) => ({ studentId, name, ...PLAIN, ...told })) } as unknown as Whole;
}
