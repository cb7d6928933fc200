/** The page of alerts, of administrators and of staff. Its filters are in its address, so that they work before its script has loaded. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { BellRing, SlidersHorizontal } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { SelectField } from '#app/components/ui/form/field';
import { FilterLinks } from '#app/components/ui/form/filter-links';
import { SearchButton, SearchForm } from '#app/components/ui/form/search-form';
import { PageHeader } from '#app/components/ui/page-header';
import { PageLinks } from '#app/components/ui/page-links';
import * as paths from '#app/paths';
import { ALERT_STATES, type AlertFilter, type AlertList, type AlertState } from '#domain/alert/alert';
import type { Role } from '#domain/person/user';
import { ALERT_RULES } from '#domain/school/alert-rule';
import { AlertRow } from './alert-row';
import { RULE_WORDS } from './alert-words';

const STATE_WORDS: Record<AlertState, MessageDescriptor> = {
  open: msg`To look into`,
  handled: msg`Handled`,
  retracted: msg`Withdrawn`,
};

const EMPTY: Record<AlertState, MessageDescriptor> = {
  open: msg`Nothing to look into`,
  handled: msg`Nothing was handled yet`,
  retracted: msg`Nothing was withdrawn`,
};

type Section = { sectionId: number; courseTitle: string; sectionCode: string };

type FiltersProps = { reader: Role; filter: AlertFilter; sections: readonly Section[] };

function Filters({ reader, filter: { state, rule, sectionId }, sections }: FiltersProps) {
  const { i18n, t } = useLingui();
  const links = ALERT_STATES.map((one) => ({
    to: paths.alerts(reader, { state: one, rule, sectionId }),
    label: i18n._(STATE_WORDS[one]),
    isCurrent: one === state,
  }));
  return (
    <div className="mb-4 grid gap-4">
      <FilterLinks label={t`Show`} links={links} />
      <SearchForm className="grid items-end gap-3 sm:grid-cols-[14rem_minmax(0,18rem)] sm:justify-start">
        <input type="hidden" name="state" value={state} />
        <SelectField key={`rule-${rule}`} label={t`Rule`} name="rule" defaultValue={rule ?? ''} required>
          <option value="">{t`All rules`}</option>
          {ALERT_RULES.map((one) => (
            <option key={one} value={one}>
              {i18n._(RULE_WORDS[one])}
            </option>
          ))}
        </SelectField>
        <SelectField key={`class-${sectionId}`} label={t`Class`} name="sectionId" defaultValue={sectionId ?? ''} required>
          <option value="">{t`All classes`}</option>
          {sections.map((one) => (
            <option key={one.sectionId} value={one.sectionId}>
              {`${one.courseTitle} ${one.sectionCode}`}
            </option>
          ))}
        </SelectField>
        <SearchButton />
      </SearchForm>
    </div>
  );
}

/** What became of the form that was sent last. */
type Told = { of: string; message: string | null; refused: string | null; errors: string[] | undefined };

export type AlertsPageProps = AlertList & FiltersProps & { isFirst: boolean; told: Told | undefined };

export function AlertsPage({ reader, filter, sections, rows, next, isFirst, told }: AlertsPageProps) {
  const { i18n, t } = useLingui();
  const { state, rule, sectionId } = filter;
  const pageAfter = (after?: number) => paths.alerts(reader, { state, rule, sectionId, after });
  return (
    <>
      <PageHeader
        title={t`Alerts`}
        lead={t`Students whose attendance needs attention. Each of them has been told.`}
        actions={
          reader === 'admin' && (
            <ButtonLink to={paths.alertRules()} icon={SlidersHorizontal}>
              <Trans>Rules</Trans>
            </ButtonLink>
          )
        }
      />
      <Filters key={`${state} ${rule} ${sectionId}`} {...{ reader, filter, sections }} />
      <OutcomeNotice message={told?.message} refused={told?.refused} />
      <Card isFlush>
        <h2 className="sr-only">{i18n._(STATE_WORDS[state])}</h2>
        {rows.length === 0 ? (
          <EmptyState icon={BellRing} title={i18n._(EMPTY[state])}>
            <Trans>Alerts come from closed registers, by the school’s rules.</Trans>
          </EmptyState>
        ) : (
          <ul aria-label={t`Alerts`} className="divide-y divide-line">
            {rows.map((alert) => (
              <AlertRow
                key={alert.id}
                alert={alert}
                reader={reader}
                errors={told?.of === String(alert.id) ? told.errors : undefined}
              />
            ))}
          </ul>
        )}
      </Card>
      <PageLinks first={isFirst ? null : pageAfter()} next={next === null ? null : pageAfter(next)} />
    </>
  );
}
