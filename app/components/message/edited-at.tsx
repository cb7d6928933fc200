/** That an announcement says something else than when it came. */
import { Trans } from '@lingui/react/macro';
import { Time } from '#app/components/ui/time/time';

/** @param at epoch ms; null when it is as it was */
export function EditedAt({ at }: { at: number | null }) {
  if (at === null) return null;
  return (
    <>
      {' · '}
      <Trans>
        Edited <Time at={at} style="moment" />
      </Trans>
    </>
  );
}
