/** What the pages of announcements read and do: write one, change it, withdraw it. Days that are typed are the school's. */
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import type { Queueable } from '#domain/ids';
import { AnnouncementPage, UnreadPage } from '#domain/message/announcement';
import { EditAnnouncementForm, endOf, PublishForm, publishInputOf } from '#domain/message/announcement-form';
import type { Actor } from '#domain/person/user';
import { dayAt } from '#domain/time';
import { takeFile } from './attachment-file.server';
import { requireOwnPage } from './correction-action.server';
import { intentOf } from './sent-form.server';
import { messagesOf } from './structure-action.server';

/** Of a form that has a button only. */
const NO_FIELDS = AnnouncementPage.pick({});

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

/** What a new one needs: the classes and departments to choose from, or the person an administrator writes to. @param form minted with the page: what is sent twice is published once
 *  @throws Response */
export function loadNewAnnouncement(args: LoaderFunctionArgs, form: Queueable, isOfAdministrators: boolean) {
  const { section, person } = queryOf(args);
  return withApi(args, async (api, actor) => {
    requireOwnPage(actor, paths.newAnnouncement, isOfAdministrators);
    const [sections, { serverNow, zone }, to, all] = await Promise.all([
      api.classSession.sections(),
      api.school.profile(),
      isOfAdministrators && person ? api.person.get({ personId: paths.pathId(person) }) : null,
      isOfAdministrators ? api.department.list() : [],
    ]);
    const departments = all.flatMap(({ id, name, archivedAt }) => (archivedAt === null ? [{ id, name }] : []));
    const only = to && { id: to.person.id, name: to.person.name };
    return { sections, departments, today: dayAt(serverNow, zone), chosen: section ?? null, person: only, form };
  });
}

/** One announcement, how far it is, and a page of those who have not read it.
 *  @throws Response */
export function loadAnnouncement(args: LoaderFunctionArgs, isOfAdministrators: boolean) {
  const announcementId = paths.pathId(args.params.id);
  const query = queryOf(args);
  const { after } = UnreadPage.pick({ after: true }).catch({}).parse(query);
  return withApi(args, async (api, actor) => {
    requireOwnPage(actor, (role) => paths.announcement(role, announcementId), isOfAdministrators);
    const [announcement, unread, progress, { serverNow, zone }] = await Promise.all([
      api.announcement.get({ announcementId }),
      api.announcement.unread({ announcementId, after }),
      api.announcement.progress({ announcementId }),
      api.school.profile(),
    ]);
    const { expiresAt } = announcement;
    const lastDay = expiresAt === null ? null : dayAt(expiresAt - 1, zone);
    const place = { today: dayAt(serverNow, zone), isFirst: after === undefined, isNew: 'published' in query };
    return { announcement, unread, progress, lastDay, ...place };
  });
}

// Writing.

/** Publishes what a form says, and leads to it.
 *  @throws Response */
export async function publish(args: ActionFunctionArgs) {
  const { actor } = args.context.ctx;
  const file = (await takeFile(args.context.form)) ?? undefined;
  const { errors, value } = await submitForm(args, PublishForm, async (api, form) => {
    const { zone } = await api.school.profile();
    return api.announcement.publish({ ...publishInputOf(form, zone), file });
  });
  if (errors) return errors;
  const { role } = actor as Actor;
  return redirect(paths.announcement(role, value.announcementId, 'published'));
}

/** Edits or withdraws the one of the page, and says what became of it.
 *  @throws Response */
export async function changeAnnouncement(args: ActionFunctionArgs) {
  const announcementId = paths.pathId(args.params.id);
  const i18n = wordsFor(args);
  if (intentOf(args.context.form, ['edit', 'withdraw']) === 'withdraw') {
    const { errors } = await submitForm(args, NO_FIELDS, (api) => api.announcement.withdraw({ announcementId }));
    const refused = errors ? messagesOf(errors).join(' ') : null;
    return data({ result: null, refused, message: errors ? null : i18n._(msg`Withdrawn. It is gone from every inbox.`) });
  }
  const { errors, value } = await submitForm(args, EditAnnouncementForm, async (api, { expiresAt, ...content }) => {
    const { zone } = await api.school.profile();
    return api.announcement.edit({ ...content, announcementId, expiresAt: endOf(expiresAt, zone) });
  });
  if (errors) return data({ result: errors.data, refused: null, message: null }, errors.init ?? undefined);
  const message = value.isChanged ? i18n._(msg`Saved. Everybody reads the new text.`) : i18n._(msg`Nothing was changed.`);
  return data({ result: null, refused: null, message });
}
