/** A school's own reasons for marks: illness, a trip, exclusion. Each belongs to one status and may count otherwise than that status does. */

import { z } from 'zod';
import { STATUSES, type Status } from '#domain/register/attendance';
import { plainLine } from '#domain/text';
import { says } from '#domain/words/says';

/** What a mark counts as where its reason says so: attended, missed, or left out of the rate altogether. */
export const COUNTINGS = ['present', 'absent', 'out'] as const;
export type Counting = (typeof COUNTINGS)[number];

export const ReasonCodeId = z.coerce.number().int().positive();

const Name = z
  .string({ error: says('form.name-missing') })
  .overwrite(plainLine)
  .min(1, says('form.name-missing'))
  .max(80, says('form.too-long', { max: 80 }));

/** Of an authority, such as a letter of the law; left empty there is none. */
const ExternalCode = z
  .string()
  .overwrite(plainLine)
  .max(12, says('form.too-long', { max: 12 }))
  .transform((code) => code || null)
  .nullish();

/** `countsAs` left out counts as the status does. */
export const ReasonCodeInput = z.object({
  name: Name,
  status: z.enum(STATUSES, { error: says('form.choose-one') }),
  countsAs: z.enum(COUNTINGS).nullish(),
  externalCode: ExternalCode,
});
export type ReasonCodeInput = z.infer<typeof ReasonCodeInput>;

/** What a code means stays as it is: figures rest on it. */
export const EditReasonCodeInput = z.object({ reasonCodeId: ReasonCodeId, name: Name, externalCode: ExternalCode });
export type EditReasonCodeInput = z.infer<typeof EditReasonCodeInput>;

export const ArchiveReasonCodeInput = z.object({ reasonCodeId: ReasonCodeId, isArchived: z.boolean() });
export type ArchiveReasonCodeInput = z.infer<typeof ArchiveReasonCodeInput>;

/** Every code that is not archived, in the order wanted. Those left out come behind, in their present order. */
export const ReorderReasonCodesInput = z.object({ reasonCodeIds: z.array(ReasonCodeId).min(1).max(500) });
export type ReorderReasonCodesInput = z.infer<typeof ReorderReasonCodesInput>;

export type ReasonCode = {
  id: number;
  name: string;
  status: Status;
  /** Null counts as the status does. */
  countsAs: Counting | null;
  externalCode: string | null;
  isArchived: boolean;
};
