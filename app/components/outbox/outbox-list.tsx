/** The outbox as lists: what waits with the reason why, and what came back. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, CloudUpload, Hourglass, type LucideIcon } from 'lucide-react';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import { classSessionOf, type DoneCall, type OutboxEntry, type OutboxVerdict, studentOf } from '#app/offline/outbox/outbox-view';
import type { VerdictWords } from './call-words';
import { callText, errorText, verdictWords } from './outbox-words';

/** Titles of class sessions by id, as far as they are known on this device. */
export type ClassTitles = Readonly<Record<number, string>>;

/** Names of students by id, likewise. */
export type RollNames = ReadonlyMap<number, string>;

type Known = { titles: ClassTitles; names: RollNames };

/** Older ones are in the register anyway. */
const MOST_VERDICTS = 30;

/** "Ama Mensah. Mark: late for Mathematics A", as far as names are known. */
function titleOf(i18n: I18n, call: DoneCall, { titles, names }: Known): string {
  const title = titles[classSessionOf(call) ?? 0];
  const name = names.get(studentOf(call) ?? 0);
  const what = title ? i18n._(msg`${callText(i18n, call)} for ${title}`) : callText(i18n, call);
  return name ? `${name}. ${what}` : what;
}

type WaitingProps = Known & { entries: readonly OutboxEntry[] };

/** What has not reached the school, oldest first. */
export function WaitingList({ entries, titles, names }: WaitingProps) {
  const { i18n, t } = useLingui();
  return (
    <Card title={t`Waiting`} isFlush>
      <List label={t`Waiting to be sent`}>
        {entries.map((entry) => (
          <ListRow
            key={entry.seq}
            leading={<CloudUpload className="size-5 shrink-0 text-waiting" aria-hidden="true" />}
            title={titleOf(i18n, entry, { titles, names })}
            detail={
              <>
                {entry.attempts > 0 ? (
                  <Trans>
                    Since <Time at={entry.queuedAt} style="moment" className="figures" />, tried{' '}
                    <Plural value={entry.attempts} one="once" other="# times" />
                  </Trans>
                ) : (
                  <Trans>
                    Since <Time at={entry.queuedAt} style="moment" className="figures" />
                  </Trans>
                )}
                {entry.lastError && <span className="block">{errorText(i18n, entry.lastError)}</span>}
              </>
            }
          />
        ))}
      </List>
    </Card>
  );
}

const LOOKS: Record<VerdictWords['tone'], { icon: LucideIcon; color: string }> = {
  good: { icon: CircleCheck, color: 'text-present' },
  waiting: { icon: Hourglass, color: 'text-waiting' },
  attention: { icon: CircleAlert, color: 'text-absent' },
};

type CameBackProps = Known & { verdicts: readonly OutboxVerdict[]; newIds: ReadonlySet<string> };

/** What the school answered in the last days, newest first. */
export function CameBackList({ verdicts, newIds, titles, names }: CameBackProps) {
  const { i18n, t } = useLingui();
  return (
    <Card title={t`Answered recently`} isFlush>
      <List label={t`Answers received`}>
        {verdicts.slice(0, MOST_VERDICTS).map((verdict) => {
          const { text, tone } = verdictWords(i18n, verdict);
          const { icon: Icon, color } = LOOKS[tone];
          return (
            <ListRow
              key={verdict.id}
              leading={<Icon className={cx('size-5 shrink-0', color)} aria-hidden="true" />}
              title={titleOf(i18n, verdict, { titles, names })}
              detail={
                <>
                  <span className={cx('block', tone === 'attention' && 'font-medium text-ink')}>{text}</span>
                  <Time at={verdict.settledAt} style="moment" className="figures" />
                </>
              }
              trailing={
                newIds.has(verdict.id) && (
                  <span className="text-sm font-semibold text-accent">
                    <Trans>New</Trans>
                  </span>
                )
              }
            />
          );
        })}
      </List>
    </Card>
  );
}
