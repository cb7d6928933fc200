/** Accounts that were merged into a person, while they can be taken out again. The form's action is the page's. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Undo2 } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Time } from '#app/components/ui/time/time';

type MergeShown = { mergeId: number; mergedAt: number; name: string };

export function PersonMerges({ merges }: { merges: readonly MergeShown[] }) {
  const { t } = useLingui();
  const sent = useNavigation().formData?.get('mergeId');
  if (merges.length === 0) return null;
  return (
    <Card title={t`Merged accounts`}>
      <ul className="grid gap-3">
        {merges.map(({ mergeId, mergedAt, name }) => (
          <li key={mergeId} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              <Trans>
                {name}, <Time at={mergedAt} style="moment" />
              </Trans>
            </span>
            <Form method="post" preventScrollReset>
              <input type="hidden" name="mergeId" value={mergeId} />
              <Button type="submit" name="intent" value="unmerge" icon={Undo2} size="sm" isPending={sent === String(mergeId)}>
                <Trans>Take back</Trans>
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
