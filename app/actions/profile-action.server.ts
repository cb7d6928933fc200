/** What `/profile` changes: each act answers in a sentence, or with the question whether it is the person, which some acts ask first. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ActionFunctionArgs } from '@remix-run/server-runtime';
import { type Api, submitForm, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import { ProvedAct } from '#domain/person/identity-check';
import { chosenIn } from './sent-form.server';

async function applyProved(api: Api, { act, passkeyId, endPasskeys }: ProvedAct): Promise<MessageDescriptor> {
  switch (act) {
    case 'add-passkey':
      await api.passkey.creationOptions();
      return msg`Confirmed. Now add the passkey.`;
    case 'remove-passkey':
      await api.passkey.remove({ id: passkeyId });
      return msg`Passkey removed. Your device may still offer it: remove it there too.`;
    case 'sign-out-others':
      await api.user.signOutEverywhereElse({ endPasskeys });
      return endPasskeys
        ? msg`You are signed out everywhere else. Your passkeys are removed.`
        : msg`You are signed out everywhere else.`;
  }
}

/** Does it, or says what still waits for the proof. `isAdding`: the person is proved, and goes on with making a passkey. */
async function changeProved(args: ActionFunctionArgs) {
  const { form } = args.context;
  const { errors, value } = await submitForm(args, ProvedAct, async (api, input) => {
    if (form.has('current')) await api.profile.prove({ current: input.current ?? '' });
    return { message: wordsFor(args)._(await applyProved(api, input)), isAdding: input.act === 'add-passkey' };
  });
  if (!errors) return { ...value, waiting: null };
  const text = (name: string) => String(form.get(name) ?? '');
  const { proof: _asked, ...wrong } = errors.data.error ?? {};
  const messages = Object.values(wrong).flatMap((one) => one ?? []);
  const asked = { act: text('act'), passkeyId: text('passkeyId'), endPasskeys: form.has('endPasskeys') };
  return { message: null, isAdding: false, waiting: { ...asked, errors: messages } };
}

/** What was done, in a sentence. */
async function change(api: Api, form: FormData): Promise<MessageDescriptor> {
  const text = (name: string) => String(form.get(name) ?? '');
  switch (text('act')) {
    case 'rename-device':
      await api.device.rename({ deviceId: text('deviceId'), name: text('name') });
      return msg`Device renamed.`;
    case 'remove-device':
      await api.device.revoke({ deviceId: text('deviceId') });
      return msg`Device removed and signed out.`;
    case 'rename-passkey':
      await api.passkey.rename({ id: text('passkeyId'), name: text('name') });
      return msg`Passkey renamed.`;
    case 'withdraw-name':
      await api.profile.withdrawName();
      return msg`Your name stays as it is.`;
    default:
      await api.user.endLoginSession({ id: text('end') });
      return msg`That browser has been signed out.`;
  }
}

/** What a form of the page asks for; one that ends a sign-in names that instead. */
const ACTS = [...ProvedAct.shape.act.options, 'rename-device', 'remove-device', 'rename-passkey', 'withdraw-name'];

/** Answers one form of the page. @throws Response 400 for one that is not the page's */
export async function changeProfile(args: ActionFunctionArgs) {
  const { form } = args.context;
  if (!form.has('end')) chosenIn(form, 'act', ACTS);
  if (ProvedAct.shape.act.safeParse(form.get('act')).success) return changeProved(args);
  return withApi(args, async (api) => ({
    message: wordsFor(args)._(await change(api, form)),
    isAdding: false,
    waiting: null,
  }));
}
