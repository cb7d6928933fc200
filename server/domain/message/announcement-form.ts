/** The form of an announcement: what is typed, with days where the call has instants. */
import { z } from 'zod';
import { instantOf } from '#domain/instant';
import { type Role, UserId } from '#domain/person/user';
import { addDays, Day, WallTime } from '#domain/time';
import { says } from '#domain/words/says';
import { type Audience, EditAnnouncementInput, PublishInput } from './announcement';

/** Who of the school, or of departments. */
const WHO = ['everybody', 'students', 'staff'] as const;
const ROLES_OF: Record<(typeof WHO)[number], Role[] | undefined> = {
  everybody: undefined,
  students: ['student'],
  staff: ['teacher', 'assistant', 'admin'],
};

/** Whom a form names; the first three are the whole school. */
const TO = [...WHO, 'departments', 'sections', 'people'] as const;

/** The last day, which counts to its end. */
const End = { expiresAt: Day.optional() };

export const PublishForm = PublishInput.pick({ id: true, at: true, title: true, body: true, isPinned: true })
  .extend({
    ...End,
    audience: z.enum(TO, { error: says('form.choose-one') }),
    departmentIds: z.array(z.number()).default([]),
    /** Of departments. */
    who: z.enum(WHO).default('everybody'),
    sectionIds: z.array(z.number()).default([]),
    userIds: z.array(UserId).default([]),
    /** When it is published; left out, at once. */
    fromDay: Day.optional(),
    fromTime: WallTime.optional(),
  })
  .superRefine(({ audience, departmentIds, sectionIds, fromDay, fromTime }, ctx) => {
    if (audience === 'departments' && departmentIds.length === 0)
      ctx.addIssue({ code: 'custom', path: ['audience'], message: says('announcement.choose-departments') });
    if (audience === 'sections' && sectionIds.length === 0)
      ctx.addIssue({ code: 'custom', path: ['audience'], message: says('announcement.choose-classes') });
    if (fromTime && !fromDay) ctx.addIssue({ code: 'custom', path: ['fromDay'], message: says('form.date') });
  });
export type PublishForm = z.infer<typeof PublishForm>;

export const EditAnnouncementForm = EditAnnouncementInput.pick({ title: true, body: true, isPinned: true }).extend(End);

function audienceOf({ audience, departmentIds, who, sectionIds, userIds }: PublishForm): Audience {
  switch (audience) {
    case 'sections':
      return { kind: 'sections', sectionIds };
    case 'people':
      return { kind: 'people', userIds };
    case 'departments':
      return { kind: 'school', departmentIds, roles: ROLES_OF[who] };
    default:
      return { kind: 'school', roles: ROLES_OF[audience] };
  }
}

/** The end of a last day, epoch ms; null for none.
 *  @param zone the school's */
export function endOf(day: string | undefined, zone: string): number | null {
  return day === undefined ? null : instantOf(addDays(day, 1), '00:00', zone);
}

/** What the form asks for, in the school's zone. */
export function publishInputOf(form: PublishForm, zone: string): PublishInput {
  const { id, at, title, body, isPinned, fromDay, fromTime, expiresAt } = form;
  const publishAt = fromDay === undefined ? undefined : instantOf(fromDay, fromTime ?? '00:00', zone);
  return { id, at, title, body, isPinned, audience: audienceOf(form), publishAt, expiresAt: endOf(expiresAt, zone) };
}
