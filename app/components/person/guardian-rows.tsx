/** Guardians in a list: who they are, whether they are written to, and what may be done. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { ArrowUp, Ban, Check, Mail, Trash2 } from 'lucide-react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { Guardian, GuardianState } from '#domain/person/guardian';

const STATE_WORDS: Record<GuardianState, MessageDescriptor> = {
  barred: msg`Do not contact`,
  left: msg`Ended the emails`,
  confirmed: msg`Confirmed`,
  asked: msg`Asked to confirm, no answer yet`,
  new: msg`Not asked yet`,
};

/** When a guardian came to stand where they do; null where no instant says it. */
function since({ state, unsubscribedAt, confirmedAt, askedAt }: Guardian): number | null {
  const at: Record<GuardianState, number | null> = {
    ...{ barred: null, new: null },
    ...{ left: unsubscribedAt, confirmed: confirmedAt, asked: askedAt },
  };
  return at[state];
}

function Detail({ guardian }: { guardian: Guardian }) {
  const { t } = useLingui();
  const at = since(guardian);
  return (
    <>
      <span className="block break-words">
        {guardian.relation && `${guardian.relation}, `}
        {guardian.email}
      </span>
      <span className="block">
        {t(STATE_WORDS[guardian.state])}
        {at !== null && (
          <>
            {', '}
            <Time at={at} style="date" />
          </>
        )}
      </span>
      {guardian.state === 'left' && (
        <span className="block">
          <Trans>If they ask for emails again, remove them here and add them anew.</Trans>
        </span>
      )}
    </>
  );
}

/** On the page of the student: who there is, and the way to change them. */
export function PersonGuardians({ studentId, guardians }: { studentId: number; guardians: readonly Guardian[] }) {
  const { t } = useLingui();
  return (
    <Card
      title={t`Guardians`}
      isFlush
      action={
        <ButtonLink to={paths.guardians(studentId)} size="sm">
          {guardians.length === 0 ? t`Add` : t`Change`}
          <span className="sr-only">
            {' '}
            <Trans>guardians</Trans>
          </span>
        </ButtonLink>
      }
    >
      {guardians.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-ink-muted sm:px-5">
          <Trans>Nobody outside the school is told of this student’s alerts.</Trans>
        </p>
      ) : (
        <List label={t`Guardians`}>
          {guardians.map((guardian) => (
            <ListRow key={guardian.id} title={guardian.name} detail={<Detail guardian={guardian} />} />
          ))}
        </List>
      )}
    </Card>
  );
}

/** What may be done with one; the first is moved no further up. */
function Actions({ studentId, guardian, isFirst }: { studentId: number; guardian: Guardian; isFirst: boolean }) {
  const { t } = useLingui();
  const { id, name, state } = guardian;
  const of = <span className="sr-only">: {name}</span>;
  return (
    <Form method="post" action={paths.guardians(studentId)} preventScrollReset className="flex flex-wrap gap-2">
      <input type="hidden" name="studentId" value={studentId} />
      <input type="hidden" name="guardianId" value={id} />
      <ButtonLink to={paths.guardians(studentId, id)} size="sm" preventScrollReset>
        {t`Edit`}
        {of}
      </ButtonLink>
      {!isFirst && (
        <Button type="submit" name="intent" value="moveUp" size="sm" variant="quiet" icon={ArrowUp}>
          {t`Move up`}
          {of}
        </Button>
      )}
      {state === 'asked' && (
        <Button type="submit" name="intent" value="askAgain" size="sm" variant="quiet" icon={Mail}>
          {t`Ask again`}
          {of}
        </Button>
      )}
      <Button
        type="submit"
        name="intent"
        value={state === 'barred' ? 'unbar' : 'bar'}
        size="sm"
        variant="quiet"
        icon={state === 'barred' ? Check : Ban}
      >
        {state === 'barred' ? t`May be contacted` : t`Do not contact`}
        {of}
      </Button>
    </Form>
  );
}

/** Removing one, which is asked about first. */
function Remove({ studentId, guardian: { id, name, state } }: Omit<GuardianRowProps, 'isFirst'>) {
  const { t } = useLingui();
  const of = <span className="sr-only">: {name}</span>;
  const summary = (
    <span className="text-sm">
      {t`Remove`}
      {of}
    </span>
  );
  return (
    <Disclosure summary={summary}>
      <Form method="post" action={paths.guardians(studentId)} preventScrollReset className="grid justify-items-start gap-3">
        <input type="hidden" name="studentId" value={studentId} />
        <input type="hidden" name="guardianId" value={id} />
        <p className="text-sm text-ink-muted">
          <Trans>
            Links that were sent no longer open, and whoever is added again is asked again to confirm the address. This cannot be
            undone.
          </Trans>{' '}
          {state === 'barred' && <Trans>Muster will then no longer know that this person must not be contacted.</Trans>}
        </p>
        <Button type="submit" name="intent" value="remove" size="sm" variant="danger" icon={Trash2}>
          {t`Remove guardian`}
          {of}
        </Button>
      </Form>
    </Disclosure>
  );
}

export type GuardianRowProps = { studentId: number; guardian: Guardian; isFirst: boolean };

/** One on the page where they are changed. */
export function GuardianRow(props: GuardianRowProps) {
  return (
    <li className="grid gap-3 px-4 py-4 sm:px-5">
      <div>
        <div className="font-medium">{props.guardian.name}</div>
        <div className="text-sm text-ink-muted">
          <Detail guardian={props.guardian} />
        </div>
      </div>
      <Actions {...props} />
      <Remove {...props} />
    </li>
  );
}
