/** `/accept-invitation`: joining with the code of a link. First whom it invites, then name and password. Both steps are forms. */

import { type SubmissionResult, useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useNavigation, useSubmit } from '@remix-run/react';
import { type ActionFunctionArgs, data, redirect } from '@remix-run/server-runtime';
import { useEffect } from 'react';
import type { z } from 'zod';
import { chosenIn } from '#app/actions/sent-form.server';
import { CodeField } from '#app/components/account/code-field';
import { NewPasswordField } from '#app/components/account/new-password-field';
import { useLinkedCode } from '#app/components/account/use-linked-code';
import { Button } from '#app/components/ui/button';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PageHeader } from '#app/components/ui/page-header';
import { ROLES_WITHIN } from '#app/components/ui/role-words';
import * as paths from '#app/paths';
import { submitForm } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { AcceptInvitationInput, InvitationInput, type Role } from '#domain/person/user';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Invitation`);

type Invited = { code: string; name: string; email: string; role: Role };
type Answer = { invited: Invited | null; result: SubmissionResult<string[]> | null };

/** Who a form that is on its second step said it is for. */
function invitedIn(form: FormData): Invited {
  const text = (name: string) => String(form.get(name) ?? '');
  return { code: text('code'), name: text('knownAs'), email: text('email'), role: text('role') as Role };
}

async function look(args: ActionFunctionArgs) {
  const { errors, value } = await submitForm(args, InvitationInput, async (api, { code }) => ({
    code,
    ...(await api.auth.lookAtInvitation({ code })),
  }));
  return errors ? data<Answer>({ invited: null, result: errors.data }, errors.init ?? {}) : { invited: value, result: null };
}

async function join(args: ActionFunctionArgs, invited: Invited) {
  const { errors } = await submitForm(args, AcceptInvitationInput, (api, input) => api.auth.acceptInvitation(input));
  if (!errors) return redirect(paths.signIn('joined'));
  const isCodeGone = errors.data.error?.code !== undefined;
  return data<Answer>({ invited: isCodeGone ? null : invited, result: errors.data }, errors.init ?? {});
}

export function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  if (!form.has('step')) return look(args);
  chosenIn(form, 'step', ['join']);
  return join(args, invitedIn(form));
}

/** Opens the invitation of the link that was followed, as if its code had been sent by hand. */
function useOpenedLink(isOpen: boolean): string | undefined {
  const submit = useSubmit();
  const code = useLinkedCode();
  useEffect(() => {
    if (code && !isOpen) submit({ code }, { method: 'post', replace: true });
  }, [code, isOpen, submit]);
  return code;
}

function CodeStep({ result, linkedCode }: { result: Answer['result']; linkedCode: string | undefined }) {
  const { t } = useLingui();
  const [form, fields] = useForm<z.input<typeof InvitationInput>>({ lastResult: result });
  return (
    <>
      <PageHeader title={t`Your invitation`} lead={t`Your school has created an account for you.`} />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors errors={form.errors} />
        <CodeField
          {...fieldProps(fields.code)}
          linkedCode={linkedCode}
          label={t`Code of your invitation`}
          hint={t`The end of the link you were sent, after the #.`}
        />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          <Trans>Open the invitation</Trans>
        </Button>
      </Form>
    </>
  );
}

function JoinStep({ invited, result }: { invited: Invited; result: Answer['result'] }) {
  const { i18n, t } = useLingui();
  const [form, fields] = useForm<z.input<typeof AcceptInvitationInput>>({
    lastResult: result,
    defaultValue: { name: invited.name },
  });
  const known = { step: 'join', code: invited.code, knownAs: invited.name, role: invited.role };
  return (
    <>
      <PageHeader title={t`Welcome, ${invited.name}`} lead={t`You join as ${i18n._(ROLES_WITHIN[invited.role])}.`} />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors errors={form.errors} />
        {Object.entries(known).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TextField
          name="email"
          label={t`Email`}
          hint={t`You use this address to sign in.`}
          type="email"
          value={invited.email}
          autoComplete="username"
          readOnly
          required
        />
        <TextField
          {...fieldProps(fields.name)}
          label={t`Full name`}
          hint={t`As it stands in registers. Correct it if it is wrong: your school approves a change of your name.`}
          autoComplete="name"
          required
        />
        <NewPasswordField {...fieldProps(fields.password)} />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          <Trans>Join</Trans>
        </Button>
      </Form>
    </>
  );
}

export default function AcceptInvitation() {
  const answer = useActionData<typeof action>() as Answer | undefined;
  const linkedCode = useOpenedLink(answer !== undefined);
  const invited = answer?.invited;
  if (invited) return <JoinStep key={invited.code} invited={invited} result={answer.result} />;
  return <CodeStep result={answer?.result ?? null} linkedCode={linkedCode} />;
}
