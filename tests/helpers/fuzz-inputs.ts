/** Made-up inputs for procedures: shaped by their schemas, and wrong here and there. The same random numbers give the same inputs. */
import type { z } from 'zod';
import { integerFrom, type Random } from '#db/seed/random';

/** One of several. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[integerFrom(random, 0, items.length - 1)] as Item;
}

/** What people type, what programs choke on, and what means something here. */
export const TEXTS = [
  ...['', ' ', 'x', '0', '-1', '1e999', 'NaN', 'null', 'undefined', 'true', '[]', '{}', '__proto__', 'constructor'],
  ...[
    '\0',
    'a\0b',
    '\n',
    '\ud800',
    '\u202e',
    '😀',
    'é',
    'e\u0301',
    '%',
    '%E0%A4%A',
    '..',
    '../../etc/passwd',
    "' or 1=1 --",
    '<b>',
  ],
  ...['1', '2', '17', '2026-11-28', '2026-02-30', '9999-12-31', '09:00', '24:00', '23:59', 'Europe/London', 'en-GB'],
  ...['admin@demo.school', 'a@b.c', 'present', 'approve', 'reject', 'student', 'admin', 'a'.repeat(300), '9'.repeat(400)],
  ...['00000000-0000-0000-0000-000000000000', '019acd00-0000-7000-8000-000000000000', 'AAAA', 'A'.repeat(43), 'A'.repeat(86)],
] as const;

const NUMBERS = [
  0,
  1,
  2,
  3,
  5,
  17,
  400,
  -1,
  -0,
  0.5,
  1e9,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 63),
  1e21,
  1e308,
  1_790_000_000_000,
];

/** Any value that JSON can say. */
function anything(random: Random, depth = 3): unknown {
  const kinds = [null, true, false, oneOf(random, NUMBERS), oneOf(random, TEXTS), [], {}];
  if (depth === 0 || random() < 0.7) return oneOf(random, kinds);
  const inner = () => anything(random, depth - 1);
  return random() < 0.5 ? [inner(), inner()] : { [oneOf(random, TEXTS)]: inner(), id: inner() };
}

type Definition = {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  element?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  in?: z.core.$ZodType;
  options?: z.core.$ZodType[];
  entries?: Record<string, unknown>;
  values?: unknown[];
};

/** A value of a schema's shape; what is deeper than shapes goes by chance. */
function shaped(random: Random, { _zod }: z.core.$ZodType): unknown {
  const { type, shape, element, innerType, in: first, options, entries, values } = _zod.def as Definition;
  if (shape) {
    const kept = Object.entries(shape).filter(() => random() > 0.03);
    return Object.fromEntries(kept.map(([key, inner]) => [key, inputOf(random, inner)]));
  }
  if (element) return Array.from({ length: integerFrom(random, 0, 3) }, () => inputOf(random, element));
  if (innerType) return inputOf(random, innerType);
  if (first) return inputOf(random, first);
  if (options) return inputOf(random, oneOf(random, options));
  if (entries) return oneOf(random, Object.values(entries));
  if (values) return oneOf(random, values);
  if (type === 'number') return oneOf(random, NUMBERS);
  if (type === 'boolean') return random() < 0.5;
  return type === 'string' ? oneOf(random, TEXTS) : anything(random);
}

/** An input for a schema: mostly of its shape, now and then nothing like it. */
export function inputOf(random: Random, schema: z.core.$ZodType | undefined): unknown {
  return schema && random() > 0.06 ? shaped(random, schema) : anything(random);
}
