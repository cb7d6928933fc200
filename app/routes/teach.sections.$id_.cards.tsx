/** `/teach/sections/:id/cards`: the printed badges of a class. Staff see whose card is out; administrators make new ones. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useParams, useRouteLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CardForm } from '#app/components/badge/card-form';
import { CardSheet } from '#app/components/badge/card-sheet';
import { Notice } from '#app/components/ui/feedback/notice';
import { PageHeader } from '#app/components/ui/page-header';
import { qrCodeOf } from '#app/components/ui/qr/qr-code';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { type Api, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import type { CardHolder, IssuedCard } from '#domain/check-in/badge';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Printed cards`);

/** As many as one call makes. */
const MOST_CARDS = 500;

export function loader(args: LoaderFunctionArgs) {
  const sectionId = paths.pathId(args.params.id);
  return withApi(args, (api) => api.badge.cards({ sectionId }));
}

async function issue(api: Api, holders: readonly CardHolder[]): Promise<IssuedCard[]> {
  const ids = holders.map(({ studentId }) => studentId);
  const cards: IssuedCard[] = [];
  for (let start = 0; start < ids.length; start += MOST_CARDS)
    cards.push(...(await api.badge.issueCards({ studentIds: ids.slice(start, start + MOST_CARDS) })));
  return cards;
}

/** Makes cards for the ticked students of this class. Cards that are out stop working, which has to be confirmed. */
export async function action(args: ActionFunctionArgs) {
  const sectionId = paths.pathId(args.params.id);
  const { form } = args.context;
  const wanted = new Set(form.getAll('studentId').map(Number));
  return withApi(args, async (api) => {
    const { holders } = await api.badge.cards({ sectionId });
    const chosen = holders.filter(({ studentId }) => wanted.has(studentId));
    const replaced = chosen.filter(({ issuedAt }) => issuedAt !== null).length;
    if (chosen.length === 0) return { step: 'nobody' as const };
    if (replaced > 0 && form.get('confirmed') !== 'yes') return { step: 'confirm' as const, replaced };
    const cards = await issue(api, chosen);
    const drawn = cards.map(async ({ badge, ...card }) => ({ ...card, code: await qrCodeOf(badge) }));
    return { step: 'issued' as const, cards: await Promise.all(drawn) };
  });
}

export default function SectionCards() {
  const { t } = useLingui();
  const { id } = useParams();
  const section = useLoaderData<typeof loader>();
  const schoolName = useRouteLoaderData<typeof rootLoader>('root')?.school.name ?? '';
  const result = useActionData<typeof action>();
  const { courseTitle, courseCode, sectionCode, canIssue, holders } = section;
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          title={t`Printed cards`}
          lead={`${courseTitle}, ${courseCode} ${sectionCode}`}
          back={{ to: paths.classOverview(paths.pathId(id)), label: `${courseTitle} ${sectionCode}` }}
        />
        {!canIssue && (
          <Notice tone="info" className="mb-4">
            <Trans>Cards are made by an administrator. A student without one can show the badge in the app.</Trans>
          </Notice>
        )}
      </div>
      <div className="grid gap-4 lg:gap-6 print:block">
        {result?.step === 'issued' && <CardSheet cards={result.cards} section={section} schoolName={schoolName} />}
        <div className="print:hidden">
          <CardForm
            key={holders.map(({ issuedAt }) => issuedAt).join()}
            holders={holders}
            canIssue={canIssue}
            problem={result && result.step !== 'issued' ? result : null}
          />
        </div>
      </div>
    </>
  );
}
