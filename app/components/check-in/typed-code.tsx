/** The six digits beside the rotating QR, for when there is no camera. Needs to know the class, because digits name none. */
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { TextField } from '#app/components/ui/form/field';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import type { CheckInEvidence } from '#app/offline/check-in';
import { useFormat } from '#app/words/use-format';
import { CheckInInput } from '#domain/check-in/check-in';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

const DIGITS = 6;
/** The claim's own rule, so that form and server agree. */
const TypedDigits = CheckInInput.shape.code.unwrap();

/** Spaces and dashes that came along with a paste are dropped. */
function digitsOf(text: string): string {
  return text.replace(/\D/g, '').slice(0, DIGITS);
}

export type TypedCodeProps = {
  /** Class sessions in which the student may check in now. */
  open: readonly TimetableEntry[];
  isSending: boolean;
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

/** Code and class. What was typed stays until it has been answered. */
export function TypedCode({ open, isSending, onSubmit }: TypedCodeProps) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [errors, setErrors] = useState<{ code?: string[] | undefined; class?: string[] | undefined }>({});
  if (open.length === 0) return <NothingOpen />;

  const type = (text: string) => {
    setCode(digitsOf(text));
    setErrors((before) => ({ ...before, code: undefined }));
  };
  const choose = (id: string) => {
    setChosen(id);
    setErrors((before) => ({ ...before, class: undefined }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const classSessionId = open.length === 1 ? open[0]?.classSessionId : Number(chosen);
    const typed = TypedDigits.safeParse(code);
    setErrors({
      code: typed.success ? undefined : [t`The code has six digits.`],
      class: classSessionId ? undefined : [t`Choose the class you are in.`],
    });
    if (typed.success && classSessionId) onSubmit({ classSessionId, tokens: [], code: typed.data });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Choice open={open} errors={errors.class} onChoose={choose} />
      <TextField
        label={t`Code`}
        hint={t`The six digits beside the QR code.`}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        onChange={(event) => type(event.target.value)}
        errors={errors.code}
        className="[&_input]:h-14 [&_input]:text-center [&_input]:text-2xl [&_input]:font-semibold [&_input]:tracking-[0.35em] [&_input]:tabular-nums"
      />
      <Button type="submit" variant="primary" isWide isPending={isSending} className="mt-4">
        <Trans>Check in</Trans>
      </Button>
    </form>
  );
}
