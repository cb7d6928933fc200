/** What a merge of two accounts would do, and the way to it. The form's action is the page's. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Merge } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { SelectField } from '#app/components/ui/form/field';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { useFormat } from '#app/words/use-format';
import type { MarkChoice, Merged } from '#domain/person/merge';

type Account = { id: number; name: string; email: string; studentNumber: string | null };

type MergePreviewProps = { kept: Account; other: Account; moved?: Merged; choices: readonly MarkChoice[] };

/** What there is of each, in words. */
function useMoved(moved: Merged | undefined): string {
  const { t } = useLingui();
  const { list } = useFormat();
  if (!moved) return t`nothing`;
  const texts = [
    moved.marks > 0 && t`${plural(moved.marks, { one: '# mark', other: '# marks' })}`,
    moved.enrolments > 0 && t`${plural(moved.enrolments, { one: '# enrolment', other: '# enrolments' })}`,
    moved.staffed > 0 && t`${plural(moved.staffed, { one: '# class as staff', other: '# classes as staff' })}`,
    moved.devices > 0 && t`${plural(moved.devices, { one: '# device', other: '# devices' })}`,
    moved.leaves > 0 && t`${plural(moved.leaves, { one: '# leave', other: '# leaves' })}`,
    moved.requests > 0 && t`${plural(moved.requests, { one: '# open request', other: '# open requests' })}`,
    moved.passkeys > 0 && t`${plural(moved.passkeys, { one: '# passkey', other: '# passkeys' })}`,
  ].filter((text) => text !== false);
  return texts.length > 0 ? list(texts) : t`nothing`;
}

function Choice({ choice, kept, other }: { choice: MarkChoice; kept: Account; other: Account }) {
  const { i18n, t } = useLingui();
  const { time } = useFormat();
  const word = (status: MarkChoice['kept']) => i18n._(STATUS_LOOKS[status].word);
  const label = `${choice.courseTitle} ${choice.sectionCode}, ${time(choice.startsAt, 'moment')}`;
  return (
    <SelectField label={label} name={`mark-${choice.classSessionId}`} defaultValue="" required>
      <option value="" disabled>
        {t`Choose a mark`}
      </option>
      <option value="kept">{t`${word(choice.kept)}, of ${kept.email}`}</option>
      <option value="other">{t`${word(choice.other)}, of ${other.email}`}</option>
    </SelectField>
  );
}

export function MergePreview({ kept, other, moved, choices }: MergePreviewProps) {
  const { t } = useLingui();
  const what = useMoved(moved);
  return (
    <Card title={t`${other.name} (${other.email}) will be merged`}>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="personId" value={kept.id} />
        <input type="hidden" name="otherId" value={other.id} />
        <p>
          <Trans>
            {kept.name} ({kept.email}) gets: {what}.
          </Trans>
        </p>
        <p className="text-sm text-ink-muted">
          <Trans>
            The emptied account is archived and signed out. Check-ins and the history of marks stay as they were made. For 30 days
            this can be taken back on the page of {kept.name}.
          </Trans>
        </p>
        {choices.length > 0 && (
          <fieldset className="grid gap-3">
            <legend className="mb-2 font-medium">
              <Trans>Both have a mark for these classes. Which one counts?</Trans>
            </legend>
            {choices.map((choice) => (
              <Choice key={choice.classSessionId} choice={choice} kept={kept} other={other} />
            ))}
          </fieldset>
        )}
        <div>
          <Button type="submit" variant="danger" icon={Merge} isPending={useNavigation().state === 'submitting'}>
            <Trans>Merge the two accounts</Trans>
          </Button>
        </div>
      </Form>
    </Card>
  );
}
