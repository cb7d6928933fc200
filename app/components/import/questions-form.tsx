/** People of a file who could be several here: an administrator says who each is, and the file is read once more. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Check } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { SelectField } from '#app/components/ui/form/field';
import type { Question } from '#domain/import/import';

/** @param questions at least one */
export function QuestionsForm({ questions }: { questions: readonly Question[] }) {
  const { t } = useLingui();
  const title = t`${plural(questions.length, { one: 'Who is this person?', other: 'Who are these # people?' })}`;
  return (
    <Card title={title} className="mb-4">
      <p className="mb-4 max-w-prose text-sm text-ink-muted">
        <Trans>
          The file has them under an id that is not known here, and they could be somebody who is. Until you say who they are,
          they are left out, and nothing is changed for those they could be.
        </Trans>
      </p>
      <Form method="post" preventScrollReset className="grid gap-4">
        {questions.map(({ sourcedId, subject, candidates }, index) => (
          <div key={sourcedId}>
            <input type="hidden" name={`asked-${index}`} value={sourcedId} />
            <SelectField label={subject} name={`answer-${index}`} defaultValue="" required={false}>
              <option value="">
                <Trans>Not said yet</Trans>
              </option>
              {candidates.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
              <option value="new">
                <Trans>A new person</Trans>
              </option>
            </SelectField>
          </div>
        ))}
        <div>
          <Button
            type="submit"
            name="intent"
            value="answer"
            variant="primary"
            icon={Check}
            isPending={useNavigation().formData?.get('intent') === 'answer'}
          >
            <Trans>Read the file with these answers</Trans>
          </Button>
        </div>
      </Form>
    </Card>
  );
}
