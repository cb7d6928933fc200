/** People of a file who could be several here: an administrator says who each is, and the file is read once more. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Question } from '#domain/import/import';
import { AnswersForm } from './answers-form';

/** @param questions at least one */
export function QuestionsForm({ questions }: { questions: readonly Question[] }) {
  const { t } = useLingui();
  return (
    <AnswersForm
      title={t`${plural(questions.length, { one: 'Who is this person?', other: 'Who are these # people?' })}`}
      lead={
        <Trans>
          The file has them under an id that is not known here, and they could be somebody who is. Until you say who they are,
          they are left out, and nothing is changed for those they could be.
        </Trans>
      }
      questions={questions}
      optionsOf={({ candidates }) => (
        <>
          {candidates.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          <option value="new">
            <Trans>A new person</Trans>
          </option>
        </>
      )}
    />
  );
}
