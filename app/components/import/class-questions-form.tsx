/** Classes of a timetable that are not found by what the file calls them: an administrator says which is meant, and it is read again. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Check } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { SelectField } from '#app/components/ui/form/field';
import type { Question } from '#domain/import/import';
import type { ColumnsRead } from '#domain/import/import-columns';
import type { SectionChoice } from './import-form';

type ClassQuestionsFormProps = {
  /** At least one. */
  questions: readonly Question[];
  sections: readonly SectionChoice[];
  /** How the file is read now, which stays so. */
  columns: Pick<ColumnsRead, 'read'> | null;
  sectionId: number | null;
  termId: number | null;
};

export function ClassQuestionsForm({ questions, sections, columns, sectionId, termId }: ClassQuestionsFormProps) {
  const { t } = useLingui();
  const title = t`${plural(questions.length, { one: 'Which class is this?', other: 'Which are these # classes?' })}`;
  return (
    <Card title={title} className="mb-4">
      <p className="mb-4 max-w-prose text-sm text-ink-muted">
        <Trans>No class here is called what the file says. Until you say which one it is, its lines are left out.</Trans>
      </p>
      <Form method="post" preventScrollReset className="grid gap-4">
        <input type="hidden" name="sectionId" value={sectionId ?? ''} />
        <input type="hidden" name="termId" value={termId ?? ''} />
        {columns?.read.map(({ field, place }) => (
          <input key={field} type="hidden" name={`column-${field}`} value={place} />
        ))}
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {questions.map(({ sourcedId, subject }, index) => (
            <div key={sourcedId}>
              <input type="hidden" name={`asked-${index}`} value={sourcedId} />
              <SelectField label={subject} name={`answer-${index}`} defaultValue="" required={false}>
                <option value="">
                  <Trans>Not said yet</Trans>
                </option>
                {sections.map(({ sectionId, courseTitle, courseCode, sectionCode }) => (
                  <option key={sectionId} value={sectionId}>{`${courseTitle} (${courseCode} ${sectionCode})`}</option>
                ))}
              </SelectField>
            </div>
          ))}
        </div>
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
