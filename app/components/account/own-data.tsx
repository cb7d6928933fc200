/** Download of everything kept about a person. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import * as paths from '#app/paths';

/** A plain link: the file is no page of the app. */
export function OwnData() {
  const { t } = useLingui();
  return (
    <Card title={t`Your data`}>
      <p className="mb-3 text-sm text-ink-muted">
        <Trans>
          Everything Muster keeps about you in one file: details, enrolments, marks and how each came to be, check-ins, devices
          and sign-ins.
        </Trans>
      </p>
      <ButtonLink to={paths.ownData()} reloadDocument download="my-data.json" icon={Download} size="sm">
        <Trans>Download your data</Trans>
      </ButtonLink>
    </Card>
  );
}
