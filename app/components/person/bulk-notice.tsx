/** What a change of several people came to, with the way to take it back. */
import { Trans } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Undo2 } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import type { ShownResult } from './bulk';

/** A form of its own, because taking back is a change like any other. */
export function BulkNotice({ text, isDone, doneIds, undo }: ShownResult) {
  return (
    <ResultNotice
      tone={isDone ? 'success' : 'warning'}
      className="mb-4"
      action={
        doneIds.length > 0 && (
          <Form method="post" preventScrollReset>
            {doneIds.map((id) => (
              <input key={id} type="hidden" name="userId" value={id} />
            ))}
            <Button type="submit" name="intent" value={undo} size="sm" icon={Undo2}>
              <Trans>Undo</Trans>
            </Button>
          </Form>
        )
      }
    >
      {text}
    </ResultNotice>
  );
}
