/** One enrolment: its days, moving it to another section, taking it back. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import type { RollRow } from '#domain/structure/section';
import { type Choice, SmallForm, type SmallResult } from './small-form';

type EnrolmentCardProps = { row: RollRow; today: string; sections: readonly Choice[]; result: SmallResult };

/** Every change that reaches back is shown before it is made. */
export function EnrolmentCard({ row, today, sections, result }: EnrolmentCardProps) {
  const { t } = useLingui();
  const { enrolmentId, studentId, name, fromDay, untilDay } = row;
  return (
    <div id="enrolment" className="scroll-mt-20">
      <Card
        title={t`Enrolment of ${name}`}
        action={
          <ButtonLink to="." size="sm">
            <Trans>Close</Trans>
          </ButtonLink>
        }
      >
        <SmallForm
          key={`${fromDay}|${untilDay}`}
          id="enrolment-days"
          intent="enrolment.change"
          hidden={{ enrolmentId }}
          fields={[
            { name: 'fromDay', label: t`First day`, type: 'date', value: fromDay },
            { name: 'untilDay', label: t`Last day`, type: 'date', value: untilDay ?? '', isOptional: true },
          ]}
          submit={t`Save days`}
          result={result}
        />
        <Disclosure summary={t`Move to another section`} isOpen={result?.form === 'enrolment-move'} className="mt-3">
          <SmallForm
            id="enrolment-move"
            intent="enrolment.move"
            hidden={{ enrolmentId }}
            fields={[
              { name: 'sectionId', label: t`Section`, choices: { none: t`Choose a section`, all: sections } },
              { name: 'day', label: t`First day in the new section`, type: 'date', value: today },
            ]}
            submit={t`Move`}
            result={result}
          />
        </Disclosure>
        <Form method="post" preventScrollReset className="mt-3 flex flex-wrap items-center gap-3">
          <input type="hidden" name="enrolmentId" value={enrolmentId} />
          <Button type="submit" name="intent" value="enrolment.remove" size="sm">
            <Trans>Remove enrolment</Trans>
          </Button>
          <TextLink to={paths.person(studentId)}>
            <Trans>Page of {name}</Trans>
          </TextLink>
        </Form>
      </Card>
    </div>
  );
}
