/** What the pages of announcements read and do: write one, change it, withdraw it. Days that are typed are the school's. */
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { z } from 'zod';
import * as paths from '#app/paths';
import { type Api, submitForm, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import type { Queueable } from '#domain/ids';
import { AnnouncementPage, type Audience, EditAnnouncementInput, PublishInput, UnreadPage } from '#domain/message/announcement';
import type { Actor } from '#domain/person/user';
import { addDays, Day, dayAt, instantOf, WallTime } from '#domain/time';
import { says } from '#domain/words/says';
import { requireOwnPage } from './correction-action.server';
import { intentOf } from './sent-form.server';
import { messagesOf } from './structure-action.server';

const queryOf = ({ request }: LoaderFunctionArgs) => Object.fromEntries(new URL(request.url).searchParams);

// Reading.

/** A page of announcements.
 *  @throws Response */
export function loadAnnouncements(args: LoaderFunctionArgs, isOfAdministrators: boolean) {
  const page = AnnouncementPage.catch({}).parse(queryOf(args));
  return withApi(args, async (api, actor) => {
    requireOwnPage(actor, paths.announcements, isOfAdministrators);
    return { ...(await api.announcement.list(page)), isFirst: page.after === undefined };
  });
}

/** What a new one needs: the classes to choose from. @param form minted with the page: what is sent twice is published once
 *  @throws Response */
export function loadNewAnnouncement(args: LoaderFunctionArgs, form: Queueable, isOfAdministrators: boolean) {
  const { section } = queryOf(args);
  return withApi(args, async (api, actor) => {
    requireOwnPage(actor, paths.newAnnouncement, isOfAdministrators);
    const [sections, { serverNow, zone }] = await Promise.all([api.classSession.sections(), api.school.profile()]);
    return { sections, today: dayAt(serverNow, zone), chosen: section ?? null, form };
  });
}

/** One announcement, and a page of those who have not read it.
 *  @throws Response */
export function loadAnnouncement(args: LoaderFunctionArgs, isOfAdministrators: boolean) {
  const announcementId = paths.pathId(args.params.id);
  const query = queryOf(args);
  const { after } = UnreadPage.pick({ after: true }).catch({}).parse(query);
  return withApi(args, async (api, actor) => {
    requireOwnPage(actor, (role) => paths.announcement(role, announcementId), isOfAdministrators);
    const [announcement, unread, { serverNow, zone }] = await Promise.all([
      api.announcement.get({ announcementId }),
      api.announcement.unread({ announcementId, after }),
      api.school.profile(),
    ]);
    const { expiresAt } = announcement;
    const lastDay = expiresAt === null ? null : dayAt(expiresAt - 1, zone);
    const place = { today: dayAt(serverNow, zone), isFirst: after === undefined, isNew: 'published' in query };
    return { announcement, unread, lastDay, ...place };
  });
}

// Writing.

/** Whom a form names; the first three are the whole school. */
const TO = ['everybody', 'students', 'staff', 'sections'] as const;
export type To = (typeof TO)[number];

/** `expiresAt` is the last day, which counts to its end. */
const EndForm = { expiresAt: Day.optional() };

const PublishForm = PublishInput.pick({ id: true, at: true, title: true, body: true, isPinned: true })
  .extend({
    ...EndForm,
    audience: z.enum(TO, { error: says('form.choose-one') }),
    sectionIds: z.array(z.number()).default([]),
    fromDay: Day.optional(),
    fromTime: WallTime.optional(),
  })
  .superRefine(({ audience, sectionIds, fromDay, fromTime }, ctx) => {
    if (audience === 'sections' && sectionIds.length === 0)
      ctx.addIssue({ code: 'custom', path: ['audience'], message: says('announcement.choose-classes') });
    if (fromTime && !fromDay) ctx.addIssue({ code: 'custom', path: ['fromDay'], message: says('form.date') });
  });

function audienceOf({ audience, sectionIds }: { audience: To; sectionIds: number[] }): Audience {
  if (audience === 'sections') return { kind: 'sections', sectionIds };
  if (audience === 'students') return { kind: 'school', roles: ['student'] };
  if (audience === 'staff') return { kind: 'school', roles: ['teacher', 'assistant', 'admin'] };
  return { kind: 'school' };
}

/** When an announcement ends whose last day is `day`. */
async function endOf(api: Api, day: string | undefined): Promise<number | null> {
  if (day === undefined) return null;
  const { zone } = await api.school.profile();
  return instantOf(addDays(day, 1), '00:00', zone);
}

async function beginningOf(api: Api, day: string | undefined, time = '00:00'): Promise<number | undefined> {
  if (day === undefined) return undefined;
  const { zone } = await api.school.profile();
  return instantOf(day, time, zone);
}

/** Publishes what a form says, and leads to it.
 *  @throws Response */
export async function publish(args: ActionFunctionArgs) {
  const { actor } = args.context.ctx;
  const { errors, value } = await submitForm(args, PublishForm, async (api, { fromDay, fromTime, ...input }) =>
    api.announcement.publish({
      ...input,
      audience: audienceOf(input),
      publishAt: await beginningOf(api, fromDay, fromTime),
      expiresAt: await endOf(api, input.expiresAt),
    }),
  );
  if (errors) return errors;
  const { role } = actor as Actor;
  return redirect(paths.announcement(role, value.announcementId, 'published'));
}

const EditForm = EditAnnouncementInput.pick({ title: true, body: true, isPinned: true }).extend(EndForm);

/** Edits or withdraws the one of the page, and says what became of it.
 *  @throws Response */
export async function changeAnnouncement(args: ActionFunctionArgs) {
  const announcementId = paths.pathId(args.params.id);
  const i18n = wordsFor(args);
  if (intentOf(args.context.form, ['edit', 'withdraw']) === 'withdraw') {
    const { errors } = await submitForm(args, z.object({}), (api) => api.announcement.withdraw({ announcementId }));
    const refused = errors ? messagesOf(errors).join(' ') : null;
    return data({ result: null, refused, message: errors ? null : i18n._(msg`Withdrawn. Nobody finds it any more.`) });
  }
  const { errors, value } = await submitForm(args, EditForm, async (api, input) =>
    api.announcement.edit({ ...input, announcementId, expiresAt: await endOf(api, input.expiresAt) }),
  );
  if (errors) return data({ result: errors.data, refused: null, message: null }, errors.init ?? undefined);
  const message = value.isChanged ? i18n._(msg`Saved. Everybody reads the new text.`) : i18n._(msg`Nothing was changed.`);
  return data({ result: null, refused: null, message });
}
