/** `/admin/people/:id/guardians`: who outside the school is told of a student's alerts, in the order in which the school turns to them. Each is
 *  changed in its place (`?edit=`). */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Users } from 'lucide-react';
import { intentOf } from '#app/actions/sent-form.server';
import { messagesOf } from '#app/actions/structure-action.server';
import { GuardianForm } from '#app/components/person/guardian-form';
import { GuardianRow } from '#app/components/person/guardian-rows';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Notice } from '#app/components/ui/feedback/notice';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { List } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { type Api, submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { EditGuardianInput, GUARDIANS_MOST, GuardianRef, NewGuardianInput } from '#domain/person/guardian';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Guardians`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.guardian.list({ studentId: paths.pathId(args.params.id) }));
}

/** What is done with one that is there. */
const CHANGES = {
  moveUp: { call: (api: Api, ref: GuardianRef) => api.guardian.moveUp(ref), done: msg`Moved up.` },
  askAgain: {
    call: (api: Api, ref: GuardianRef) => api.guardian.askAgain(ref),
    done: msg`Another email asks to confirm the address.`,
  },
  bar: {
    call: (api: Api, ref: GuardianRef) => api.guardian.bar({ ...ref, isBarred: true }),
    done: msg`Nothing more is sent, and links that were sent no longer open.`,
  },
  unbar: {
    call: (api: Api, ref: GuardianRef) => api.guardian.bar({ ...ref, isBarred: false }),
    done: msg`This guardian may be contacted.`,
  },
  remove: { call: (api: Api, ref: GuardianRef) => api.guardian.remove(ref), done: msg`Guardian removed.` },
};

const INTENTS = ['add', 'edit', ...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])] as const;

/** What was done, in words. */
function submit(args: ActionFunctionArgs, intent: (typeof INTENTS)[number]) {
  const i18n = wordsFor(args);
  if (intent === 'add')
    return submitForm(args, NewGuardianInput, async (api, input) => {
      await api.guardian.add(input);
      return i18n._(msg`Guardian added.`);
    });
  if (intent === 'edit')
    return submitForm(args, EditGuardianInput, async (api, input) => {
      await api.guardian.edit(input);
      return i18n._(msg`Guardian saved.`);
    });
  const { call, done } = CHANGES[intent];
  return submitForm(args, GuardianRef, async (api, ref) => {
    await call(api, ref);
    return i18n._(done);
  });
}

export async function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  const intent = intentOf(form, INTENTS);
  const of = { intent, id: String(form.get('guardianId')) };
  const { errors, value } = await submit(args, intent);
  const refused = errors && intent !== 'add' && intent !== 'edit' ? messagesOf(errors).join(' ') : null;
  return data({ of, result: errors?.data ?? null, refused, message: value }, errors?.init ?? undefined);
}

/** What stands between guardians and their emails. */
function Standing({ isOn, canMail }: { isOn: boolean; canMail: boolean }) {
  if (!canMail)
    return (
      <Notice tone="info" className="mb-4">
        <Trans>Email is not set up for this school, so nothing is sent to guardians.</Trans>
      </Notice>
    );
  if (isOn) return null;
  return (
    <Notice tone="info" className="mb-4">
      <Trans>
        Nothing is sent to guardians while the school has this switched off:{' '}
        <TextLink to={paths.settings()}>Settings, Messages</TextLink>.
      </Trans>
    </Notice>
  );
}

function Guardians({ edited }: { edited: string | null }) {
  const { t } = useLingui();
  const { student, guardians } = useLoaderData<typeof loader>();
  const last = useActionData<typeof action>();
  if (guardians.length === 0)
    return (
      <EmptyState icon={Users} title={t`No guardians yet`}>
        <Trans>Add the people who are told of this student’s alerts.</Trans>
      </EmptyState>
    );
  return (
    <List label={t`Guardians`}>
      {guardians.map((guardian, index) =>
        edited === String(guardian.id) ? (
          <li key={guardian.id} className="p-4 sm:p-5">
            <GuardianForm studentId={student.id} guardian={guardian} lastResult={last?.of.id === edited ? last.result : null} />
          </li>
        ) : (
          <GuardianRow key={guardian.id} studentId={student.id} guardian={guardian} isFirst={index === 0} />
        ),
      )}
    </List>
  );
}

export default function GuardiansPage() {
  const { t } = useLingui();
  const { student, guardians, ...standing } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const last = useActionData<typeof action>();
  const failed = last?.of.intent === 'edit' && last.result ? last.of.id : null;
  return (
    <>
      <PageHeader
        title={t`Guardians`}
        lead={t`Who gets the alerts of ${student.name} by email, with a link to the days of this student and of nobody else.`}
        back={{ to: paths.person(student.id), label: student.name }}
      />
      <OutcomeNotice message={last?.message} refused={last?.refused} />
      <Standing {...standing} />
      <div className="grid max-w-3xl gap-4 lg:gap-6">
        <Card title={t`In this order`} isFlush>
          <Guardians edited={search.get('edit') ?? failed} />
        </Card>
        <Card title={t`Add a guardian`}>
          {guardians.length >= GUARDIANS_MOST ? (
            <p className="text-ink-muted">
              <Trans>A student has at most {GUARDIANS_MOST} guardians. Remove one first.</Trans>
            </p>
          ) : (
            <GuardianForm
              key={guardians.length}
              studentId={student.id}
              guardian={null}
              lastResult={last?.of.intent === 'add' ? last.result : null}
            />
          )}
        </Card>
      </div>
    </>
  );
}
