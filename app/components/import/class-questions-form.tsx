/** Classes of a timetable that are not found by what the file calls them: an administrator says which is meant, and it is read again. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Question } from '#domain/import/import';
import type { ColumnsRead } from '#domain/import/import-columns';
import { AnswersForm } from './answers-form';
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
  return (
    <AnswersForm
      title={t`${plural(questions.length, { one: 'Which class is this?', other: 'Which are these # classes?' })}`}
      lead={<Trans>No class here is called what the file says. Until you say which one it is, its lines are left out.</Trans>}
      questions={questions}
      optionsOf={() =>
        sections.map(({ sectionId, courseTitle, courseCode, sectionCode }) => (
          <option key={sectionId} value={sectionId}>{`${courseTitle} (${courseCode} ${sectionCode})`}</option>
        ))
      }
      className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3"
    >
      <input type="hidden" name="sectionId" value={sectionId ?? ''} />
      <input type="hidden" name="termId" value={termId ?? ''} />
      {columns?.read.map(({ field, place }) => (
        <input key={field} type="hidden" name={`column-${field}`} value={place} />
      ))}
    </AnswersForm>
  );
}
