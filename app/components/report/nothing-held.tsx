/** Stands where figures would, while there are none. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ChartColumn } from 'lucide-react';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';

/** Says what makes figures. */
export function NothingHeld() {
  const { t } = useLingui();
  return (
    <Card>
      <EmptyState icon={ChartColumn} title={t`No class sessions held`}>
        <Trans>A class session counts once its register is closed. Other days may have some.</Trans>
      </EmptyState>
    </Card>
  );
}
