/** What a file means and an administrator has to say: a choice for each question, and the file is read once more. */
import { Trans } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { SelectField } from '#app/components/ui/form/field';
import type { Question } from '#domain/import/import';

export type AnswersFormProps = {
  title: string;
  /** Why it is asked, and what happens until it is answered. */
  lead: ReactNode;
  /** At least one. */
  questions: readonly Question[];
  /** What may be answered, as options. */
  optionsOf: (question: Question) => ReactNode;
  /** How the questions stand beside each other. */
  className?: string;
  /** What else is sent with the answers. */
  children?: ReactNode;
};

export function AnswersForm({ title, lead, questions, optionsOf, className = 'grid gap-4', children }: AnswersFormProps) {
  return (
    <Card title={title} className="mb-4">
      <p className="mb-4 max-w-prose text-sm text-ink-muted">{lead}</p>
      <Form method="post" preventScrollReset className="grid gap-4">
        {children}
        <div className={className}>
          {questions.map((question, index) => (
            <div key={question.sourcedId}>
              <input type="hidden" name={`asked-${index}`} value={question.sourcedId} />
              <SelectField
                label={question.subject}
                name={`answer-${index}`}
                defaultValue=""
                required={false}
                saysOptional={false}
              >
                <option value="">
                  <Trans>Not said yet</Trans>
                </option>
                {optionsOf(question)}
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
