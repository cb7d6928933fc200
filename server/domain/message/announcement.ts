/** Announcements: what administrators write to the school, and staff to their classes. One way; they are read in the inbox. */
import { z } from 'zod';
import type { AttachmentFacts } from '#domain/correction/attachment';
import type { Bytes } from '#domain/encoding';
import { Queueable } from '#domain/ids';
import { ROLES, type Role, UserId } from '#domain/person/user';
import { plainLine, plainText } from '#domain/text';
import { says } from '#domain/words/says';

/** Whom one may be written to: `sections` are the students of classes, `people` chosen ones. */
export const AUDIENCES = ['school', 'sections', 'people'] as const;
export type AudienceKind = (typeof AUDIENCES)[number];

/** Departments, classes, and people, named in one audience. */
const DEPARTMENTS_AT_MOST = 100;
const SECTIONS_AT_MOST = 500;
const PEOPLE_AT_MOST = 1_000;

export const TITLE_MAX = 120;
export const BODY_MAX = 3_000;

/** Marks of Markdown in one body, those of lists and headings among them: reading it takes longer with the square of these. */
const MARKS_MAX = 200;
const MARKS = /[*_`[\]<>\\]|(?<!\S)(?:[-+#]+|\d+[.)])(?!\S)/g;

const isReadable = (body: string) => (body.match(MARKS)?.length ?? 0) <= MARKS_MAX;

export const AnnouncementId = z.coerce.number().int().positive();
const SectionId = z.number().int().positive();
const DepartmentId = z.number().int().positive();

export const Audience = z.discriminatedUnion('kind', [
  /** `roles` left out is everybody. `departmentIds` narrow it to the students and the staff of their classes. */
  z.object({
    kind: z.literal('school'),
    roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length).optional(),
    departmentIds: z.array(DepartmentId).min(1).max(DEPARTMENTS_AT_MOST).optional(),
  }),
  z.object({
    kind: z.literal('sections'),
    sectionIds: z.array(SectionId).min(1, says('announcement.choose-classes')).max(SECTIONS_AT_MOST),
  }),
  z.object({
    kind: z.literal('people'),
    userIds: z.array(UserId).min(1, says('announcement.choose-people')).max(PEOPLE_AT_MOST),
  }),
]);
export type Audience = z.infer<typeof Audience>;

const Title = z
  .string({ error: says('announcement.title-missing') })
  .overwrite(plainLine)
  .min(1, says('announcement.title-missing'))
  .max(TITLE_MAX, says('form.too-long', { max: TITLE_MAX }));
/** Markdown. */
const Body = z
  .string({ error: says('announcement.body-missing') })
  .overwrite(plainText)
  .min(1, says('announcement.body-missing'))
  .max(BODY_MAX, says('form.too-long', { max: BODY_MAX }))
  .refine(isReadable, says('announcement.too-many-marks', { max: MARKS_MAX }));
const Instant = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

/** What may still be changed once it is published. */
const Content = z.object({
  title: Title,
  body: Body,
  /** Stays on everybody's first screen. */
  isPinned: z.boolean().default(false),
  /** Gone from inboxes from then on; null never. Epoch ms. */
  expiresAt: Instant.nullable().default(null),
});

/** @param publishAt when readers get it, epoch ms; left out, or past, at once  @param file its bytes, from this server's own form only */
export const PublishInput = Queueable.extend({
  ...Content.shape,
  audience: Audience,
  publishAt: Instant.optional(),
  file: z.custom<Bytes>((value) => value instanceof Uint8Array, says('correction.attachment-type')).optional(),
});
export type PublishInput = z.infer<typeof PublishInput>;

export const EditAnnouncementInput = Content.extend({ announcementId: AnnouncementId });
export type EditAnnouncementInput = z.infer<typeof EditAnnouncementInput>;

export const AnnouncementRef = z.object({ announcementId: AnnouncementId });
export type AnnouncementRef = z.infer<typeof AnnouncementRef>;

/** @param after id of the last one seen */
export const AnnouncementPage = z.object({ after: AnnouncementId.optional() });
export type AnnouncementPage = z.infer<typeof AnnouncementPage>;

/** @param after id of the last person seen */
export const UnreadPage = AnnouncementRef.extend({ after: z.coerce.number().int().positive().optional() });
export type UnreadPage = z.infer<typeof UnreadPage>;

/** `scheduled` is not with its readers yet; `expired` and `withdrawn` are with them no more. */
export type AnnouncementState = 'scheduled' | 'published' | 'expired' | 'withdrawn';

type Times = { publishedAt: number; expiresAt: number | null; withdrawnAt: number | null };

/** Where an announcement stands at `now`. Never throws. */
export function announcementStateAt({ publishedAt, expiresAt, withdrawnAt }: Times, now: number): AnnouncementState {
  if (withdrawnAt !== null) return 'withdrawn';
  if (expiresAt !== null && expiresAt <= now) return 'expired';
  return publishedAt > now ? 'scheduled' : 'published';
}

/** One as whoever wrote it sees it. */
export type AnnouncementView = {
  id: number;
  title: string;
  /** Markdown. */
  body: string;
  author: string;
  audience: AudienceKind;
  /** Of an announcement to the school; null is everybody. */
  roles: Role[] | null;
  /** Names of the departments it is narrowed to; none are all. */
  departments: string[];
  /** Names of the classes it was written to. */
  sections: string[];
  attachment: AttachmentFacts | null;
  isPinned: boolean;
  publishedAt: number;
  expiresAt: number | null;
  editedAt: number | null;
  state: AnnouncementState;
  recipients: number;
  read: number;
};

export type AnnouncementList = { rows: AnnouncementView[]; next: number | null };

/** Somebody who has not read one. */
export type Unread = { id: number; name: string; role: Role; photoAt: number | null };
export type UnreadList = { rows: Unread[]; next: number | null };
