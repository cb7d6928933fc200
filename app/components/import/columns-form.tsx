/** Saying which column of a list is what, and what counts for every line: the file is read once more with it. The action is the page's. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { RefreshCw } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Disclosure } from '#app/components/ui/disclosure';
import { CheckboxField, SelectField } from '#app/components/ui/form/field';
import type { ImportKind } from '#domain/import/import';
import type { ColumnsRead } from '#domain/import/import-columns';
import { ENROLMENT_FIELDS, type Field, SLOT_FIELDS } from '#domain/import/import-header-words';
import type { Term } from '#domain/timetable/term';
import type { SectionChoice } from './import-form';
import { FIELD_LABELS } from './import-words';
import { TermOptions } from './term-options';

type ColumnsFormProps = {
  kind: ImportKind;
  /** None of a calendar. */
  columns: Pick<ColumnsRead, 'read' | 'names'> | null;
  sections: readonly SectionChoice[];
  terms: readonly Pick<Term, 'id' | 'name'>[];
  sectionId: number | null;
  termId: number | null;
  createMissing: boolean;
};

/** What is read of each kind of list. */
const FIELDS_OF = { enrolments: ENROLMENT_FIELDS, timetable: SLOT_FIELDS, oneroster: [] } satisfies Record<
  ImportKind,
  readonly Field[]
>;

/** What stands for a column without a name. */
function useColumnName(names: readonly string[]) {
  const { t } = useLingui();
  return (place: number) => names[place] || t`Column ${place + 1}`;
}

function ColumnField({ field, columns: { read, names } }: { field: Field; columns: NonNullable<ColumnsFormProps['columns']> }) {
  const { i18n } = useLingui();
  const nameOf = useColumnName(names);
  const place = read.find((one) => one.field === field)?.place;
  return (
    <SelectField label={i18n._(FIELD_LABELS[field])} name={`column-${field}`} defaultValue={place ?? ''} required={false}>
      <option value="">
        <Trans>Not in the file</Trans>
      </option>
      {names.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
        <option key={index} value={index}>
          {nameOf(index)}
        </option>
      ))}
    </SelectField>
  );
}

export function ColumnsForm({ kind, columns, sections, terms, sectionId, termId, createMissing }: ColumnsFormProps) {
  const { t } = useLingui();
  const fields: readonly Field[] = FIELDS_OF[kind];
  return (
    <Disclosure summary={t`Change how the file is read…`} className="mt-2 border-t border-line pt-2">
      <Form method="post" preventScrollReset className="grid gap-4">
        {columns && (
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {fields.map((field) => (
              <ColumnField key={field} field={field} columns={columns} />
            ))}
          </div>
        )}
        <SelectField label={t`Class for every line`} name="sectionId" defaultValue={sectionId ?? ''} required={false}>
          <option value="">
            <Trans>As each line says</Trans>
          </option>
          {sections.map(({ sectionId: id, courseTitle, courseCode, sectionCode }) => (
            <option key={id} value={id}>{`${courseTitle} (${courseCode} ${sectionCode})`}</option>
          ))}
        </SelectField>
        {kind === 'timetable' && (
          <SelectField label={t`Term for every line`} name="termId" defaultValue={termId ?? ''} required={false}>
            <TermOptions terms={terms} />
          </SelectField>
        )}
        {kind === 'enrolments' && (
          <CheckboxField
            name="createMissing"
            defaultChecked={createMissing}
            label={t`Create accounts for unknown students`}
            hint={t`They are enrolled at once and wait for approval. They get no password.`}
          />
        )}
        <div>
          <Button
            type="submit"
            name="intent"
            value="reread"
            icon={RefreshCw}
            isPending={useNavigation().formData?.get('intent') === 'reread'}
          >
            <Trans>Read it again</Trans>
          </Button>
        </div>
      </Form>
    </Disclosure>
  );
}
