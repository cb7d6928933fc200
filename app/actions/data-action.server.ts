/** What the page of the school's data does, and the files it hands out once their person has proved who they are. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, redirect } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { type Api, refusalText, submitForm, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import { ProveByPasswordInput } from '#domain/person/identity-check';
import { chosenIn } from './sent-form.server';

const ACTS = ['backup', 'verify', 'count', 'prove'] as const;

const NOTHING = { message: null, refused: null, verification: null, counts: null, errors: null };

/** By password; with a passkey it has been proved before the form is sent. */
async function prove(args: ActionFunctionArgs, i18n: I18n) {
  const { errors } = await submitForm(args, ProveByPasswordInput.partial(), async (api, { current }) =>
    current === undefined && (await api.profile.isProved()) ? null : api.profile.prove({ current: current ?? '' }),
  );
  if (!errors) return { ...NOTHING, message: i18n._(msg`Confirmed. For ten minutes you can download here.`) };
  return { ...NOTHING, errors: Object.values(errors.data.error ?? {}).flatMap((lines) => lines ?? []) };
}

async function beginBackup(args: ActionFunctionArgs, api: Api) {
  const refused = await api.data.beginBackup().then(
    () => null,
    (error) => refusalText(args, error, 'conflict'),
  );
  return { ...NOTHING, refused };
}

/** Answers one form of the page. @throws Response 400 for one that is not the page's */
export async function changeData(args: ActionFunctionArgs) {
  const act = chosenIn(args.context.form, 'act', ACTS);
  if (act === 'prove') return prove(args, wordsFor(args));
  return withApi(args, async (api) => {
    switch (act) {
      case 'backup':
        return beginBackup(args, api);
      case 'verify':
        return { ...NOTHING, verification: await api.audit.verify() };
      case 'count':
        return { ...NOTHING, counts: await api.data.countRows() };
    }
  });
}

type Download = { fileName: string; type: string; bytes?: number; read: () => ReadableStream<Uint8Array> };

/** A file to keep, made or read as it goes out. Nothing in it runs where it came from. */
function answerFile({ fileName, type, bytes, read }: Download): Response {
  const headers = {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, no-store',
    ...(bytes !== undefined && { 'Content-Length': String(bytes) }),
  };
  return new Response(read(), { headers });
}

/** Hands a file out, or leads to the question whether it is the person.
 *  @param confirm what waits for the answer  @throws what the API refuses otherwise */
export function answerDownload(args: ActionFunctionArgs, confirm: string, open: (api: Api) => Promise<Download>) {
  return withApi(args, (api) =>
    open(api).then(answerFile, (error) => {
      refusalText(args, error, 'invalid');
      return redirect(paths.schoolData(confirm));
    }),
  );
}
