/** The six digits beside the rotating QR, for when there is no camera. Needs to know the class, because digits name none. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { CodeField } from '#app/components/ui/form/code-field';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import type { CheckInEvidence } from '#app/offline/check-in';
import { useFormat } from '#app/words/use-format';
import { MAX_WRONG_CODES } from '#domain/check-in/rotating-code';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import type { WrongCodes } from './use-check-in';

const DIGITS = 6;

/** Spaces and dashes that came along with a paste are dropped. */
function digitsOf(text: string): string {
  return text.replace(/\D/g, '').slice(0, DIGITS);
}

export type TypedCodeProps = {
  /** Class sessions in which the student may check in now. */
  open: readonly TimetableEntry[];
  isSending: boolean;
  wrongCodes: WrongCodes;
  onSubmit: (evidence: CheckInEvidence) => void;
};

type ChoiceProps = Pick<TypedCodeProps, 'open'> & { errors?: string[] | undefined; onChoose: (id: string) => void };

function Choice({ open, errors, onChoose }: ChoiceProps) {
  const { t } = useLingui();
  const { time } = useFormat();
  const [only] = open;
  if (open.length === 1 && only)
    return (
      <p className="mb-4">
        {only.room ? (
          <Trans>
            For <strong className="font-semibold">{only.courseTitle}</strong>, {only.room}
          </Trans>
        ) : (
          <Trans>
            For <strong className="font-semibold">{only.courseTitle}</strong>
          </Trans>
        )}
      </p>
    );
  const options = open.map(({ classSessionId, courseTitle, startsAt, room }) => ({
    value: String(classSessionId),
    label: courseTitle,
    hint: [time(startsAt), room].filter(Boolean).join(', '),
  }));
  return (
    <RadioCards
      legend={t`Class`}
      name="classSessionId"
      options={options}
      onChange={onChoose}
      errors={errors}
      required
      className="mb-4"
    />
  );
}

function NothingOpen() {
  return (
    <p className="text-ink-muted">
      <Trans>None of your classes has check-in open at the moment. The code works once your teacher starts it.</Trans>
    </p>
  );
}

type Errors = { code?: string[] | undefined; class?: string[] | undefined };

/** What is said of a code that was wrong. Others may have been typed before this page was opened, so it is the most that can be left. */
function wrongText(i18n: I18n, wrongCodes: number): string {
  const left = Math.max(0, MAX_WRONG_CODES - wrongCodes);
  return i18n._(
    msg`That code is not right. Type the one on the screen now. ${plural(left, { one: 'At most # try is left.', other: 'At most # tries are left.' })}`,
  );
}

/** After a wrong code, which makes another map, the field is empty and has the focus. */
function useAfterWrong(wrongCodes: WrongCodes, clear: () => void) {
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(wrongCodes);
  useEffect(() => {
    if (told.current === wrongCodes) return;
    told.current = wrongCodes;
    clear();
    field.current?.focus();
  });
  return field;
}

/** Code and class: sent with the sixth digit, once it is clear for which class. */
export function TypedCode({ open, isSending, wrongCodes, onSubmit }: TypedCodeProps) {
  const { i18n, t } = useLingui();
  const [code, setCode] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [errors, setErrors] = useState<Errors>({});
  const field = useAfterWrong(wrongCodes, () => setCode(''));
  if (open.length === 0) return <NothingOpen />;

  const only = open.length === 1 ? open[0] : undefined;
  const classSessionId = (only ?? open.find((one) => String(one.classSessionId) === chosen))?.classSessionId;
  const wrong = wrongCodes.get(classSessionId ?? 0) ?? 0;
  const isWrong = wrong > 0 && code === '' && !isSending;
  const send = (text: string) => {
    const isWhole = text.length === DIGITS;
    setErrors({
      code: isWhole ? undefined : [t`The code has six digits.`],
      class: classSessionId ? undefined : [t`Choose the class you are in.`],
    });
    if (isWhole && classSessionId && !isSending) onSubmit({ classSessionId, tokens: [], code: text });
  };
  const type = (text: string) => {
    const digits = digitsOf(text);
    setCode(digits);
    setErrors((before) => ({ ...before, code: undefined }));
    if (digits.length === DIGITS) send(digits);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(code);
  };
  return (
    // Until the script runs it sends nothing, as a dialog's form does: no code comes into an address.
    <form method="dialog" onSubmit={submit} noValidate>
      <Choice open={open} errors={classSessionId ? undefined : errors.class} onChoose={setChosen} />
      <CodeField
        label={t`Code`}
        hint={t`The six digits beside the QR code.`}
        name="code"
        digits={DIGITS}
        value={code}
        errors={isWrong ? [wrongText(i18n, wrong)] : errors.code}
        field={field}
        onType={type}
      />
      <p role="status" className="sr-only">
        {isWrong && wrongText(i18n, wrong)}
      </p>
      <Button type="submit" variant="primary" isWide isPending={isSending} className="mt-4">
        <Trans>Check in</Trans>
      </Button>
    </form>
  );
}
