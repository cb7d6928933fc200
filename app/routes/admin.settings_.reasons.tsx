/** `/admin/settings/reasons`: the school's reasons for marks, each edited in its place (`?edit=`), archived and restored; added by hand or
 *  from a list. */
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Tags } from 'lucide-react';
import { intentOf } from '#app/actions/sent-form.server';
import { messagesOf } from '#app/actions/structure-action.server';
import { PresetForm, ReasonCodeForm } from '#app/components/settings/reason-code-form';
import { reasonCodeText } from '#app/components/settings/reason-code-words';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { ArchiveReasonCodeInput, EditReasonCodeInput, type ReasonCode, ReasonCodeInput } from '#domain/correction/reason-code';
import { AddPresetInput } from '#domain/correction/reason-code-preset';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Reasons for marks`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => ({ codes: await api.reasonCode.list() }));
}

const CodeRef = ArchiveReasonCodeInput.pick({ reasonCodeId: true });
const INTENTS = ['create', 'edit', 'archive', 'restore', 'preset'] as const;

/** What was done, in words. */
function submit(args: ActionFunctionArgs, intent: (typeof INTENTS)[number]) {
  const i18n = wordsFor(args);
  if (intent === 'edit')
    return submitForm(args, EditReasonCodeInput, async (api, input) => {
      await api.reasonCode.update(input);
      return i18n._(msg`Reason saved.`);
    });
  if (intent === 'preset')
    return submitForm(args, AddPresetInput, async (api, input) => {
      const { added } = await api.reasonCode.addPreset(input);
      return i18n._(msg`${plural(added, { one: '# reason added.', other: '# reasons added.' })}`);
    });
  if (intent === 'create')
    return submitForm(args, ReasonCodeInput, async (api, input) => {
      await api.reasonCode.create(input);
      return i18n._(msg`Reason added.`);
    });
  const isArchived = intent === 'archive';
  return submitForm(args, CodeRef, async (api, input) => {
    await api.reasonCode.archive({ ...input, isArchived });
    return isArchived ? i18n._(msg`Reason archived. Marks that have it keep it.`) : i18n._(msg`Reason restored.`);
  });
}

export async function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  const intent = intentOf(form, INTENTS);
  const of = { intent, id: String(form.get('reasonCodeId')) };
  const { errors, value } = await submit(args, intent);
  const hasForm = intent === 'create' || intent === 'edit';
  const refused = errors && !hasForm ? messagesOf(errors).join(' ') : null;
  return data({ of, result: errors?.data ?? null, refused, message: value }, errors?.init ?? undefined);
}

/** Takes a reason out of use, or into it again. */
function ArchiveButton({ name, isArchived }: ReasonCode) {
  return (
    <Button type="submit" name="intent" value={isArchived ? 'restore' : 'archive'} size="sm" variant="quiet">
      {isArchived ? (
        <Trans>
          Restore<span className="sr-only"> {name}</span>
        </Trans>
      ) : (
        <Trans>
          Archive<span className="sr-only"> {name}</span>
        </Trans>
      )}
    </Button>
  );
}

function CodeRow({ code, isEdited }: { code: ReasonCode; isEdited: boolean }) {
  const { i18n } = useLingui();
  const last = useActionData<typeof action>();
  const { id, name, isArchived } = code;
  if (isEdited)
    return (
      <li className="p-4 sm:p-5">
        <ReasonCodeForm code={code} lastResult={last?.of.id === String(id) ? last.result : null} />
      </li>
    );
  return (
    <ListRow
      title={name}
      detail={reasonCodeText(i18n, code)}
      trailing={
        <Form method="post" action={paths.reasonCodes()} preventScrollReset className="flex flex-wrap justify-end gap-2">
          <input type="hidden" name="reasonCodeId" value={id} />
          {!isArchived && (
            <ButtonLink to={`?edit=${id}`} size="sm" preventScrollReset>
              <Trans>
                Edit<span className="sr-only"> {name}</span>
              </Trans>
            </ButtonLink>
          )}
          <ArchiveButton {...code} />
        </Form>
      }
    />
  );
}

function Codes({ codes, edited }: { codes: readonly ReasonCode[]; edited: string | null }) {
  const { t } = useLingui();
  const [used, archived] = [codes.filter((code) => !code.isArchived), codes.filter((code) => code.isArchived)];
  return (
    <>
      <Card title={t`In use`} isFlush>
        {used.length === 0 ? (
          <EmptyState icon={Tags} title={t`No reasons yet`}>
            <Trans>Add them one by one, or begin with a list.</Trans>
          </EmptyState>
        ) : (
          <List label={t`In use`}>
            {used.map((code) => (
              <CodeRow key={code.id} code={code} isEdited={edited === String(code.id)} />
            ))}
          </List>
        )}
      </Card>
      {archived.length > 0 && (
        <Card title={t`Archived`} isFlush>
          <List label={t`Archived`}>
            {archived.map((code) => (
              <CodeRow key={code.id} code={code} isEdited={false} />
            ))}
          </List>
        </Card>
      )}
    </>
  );
}

export default function ReasonCodes() {
  const { t } = useLingui();
  const { codes } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const last = useActionData<typeof action>();
  const failed = last?.of.intent === 'edit' && last.result ? last.of.id : null;
  return (
    <>
      <PageHeader
        title={t`Reasons for marks`}
        lead={t`Why somebody was absent, excused or late. A mark may have one; what a reason means never changes.`}
        back={{ to: paths.settings(), label: t`Settings` }}
      />
      <OutcomeNotice message={last?.message} refused={last?.refused} />
      <div className="grid max-w-3xl gap-4 lg:gap-6">
        <Codes codes={codes} edited={search.get('edit') ?? failed} />
        <Card title={t`Add a reason`}>
          <ReasonCodeForm key={codes.length} code={null} lastResult={last?.of.intent === 'create' ? last.result : null} />
        </Card>
        <Card title={t`Add a list`}>
          <p className="mb-3 text-ink-muted">
            <Trans>What is there already is left as it is.</Trans>
          </p>
          <PresetForm />
        </Card>
      </div>
    </>
  );
}
