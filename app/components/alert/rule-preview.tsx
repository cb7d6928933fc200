/** Whom the rules in the form would tell, once somebody has asked. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { FlaskConical } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { useFormat } from '#app/words/use-format';
import type { AlertPreview } from '#domain/alert/alert';
import { RULE_WORDS } from './alert-words';

function Answer({ preview: { students, rules } }: { preview: AlertPreview }) {
  const { i18n, t } = useLingui();
  const { list, number } = useFormat();
  const told = rules.filter(({ count }) => count > 0);
  if (told.length === 0)
    return (
      <p>
        <Trans>None of {number(students)} students would get an alert now.</Trans>
      </p>
    );
  return (
    <ul className="grid gap-2">
      {told.map(({ rule, count, people }) => {
        const names = people.map(({ name }) => name);
        const more = count - people.length;
        return (
          <li key={rule}>
            <span className="font-medium">
              {`${i18n._(RULE_WORDS[rule])}: ${t`${plural(count, { one: '# student', other: '# students' })}`}`}
            </span>
            <span className="block text-sm text-ink-muted">
              {list(more > 0 ? [...names, t`${plural(more, { one: '# more', other: '# more' })}`] : names)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** A button, and its answer. */
export function RulePreview({ preview, isPending }: { preview: AlertPreview | null; isPending: boolean }) {
  const { t } = useLingui();
  return (
    <Card title={t`Who would be told`}>
      <div role="status">{preview && <Answer preview={preview} />}</div>
      <Button
        type="submit"
        name="intent"
        value="preview"
        icon={FlaskConical}
        isPending={isPending}
        className={preview ? 'mt-3' : ''}
      >
        <Trans>Try these rules</Trans>
      </Button>
      <p className="mt-2 text-sm text-ink-muted">
        <Trans>Trying changes nothing and tells nobody. Students who already have such an alert are not counted.</Trans>
      </p>
    </Card>
  );
}
