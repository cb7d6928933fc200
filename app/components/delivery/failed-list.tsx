/** What was tried as often as it is, with the reason, and the way to try it anew. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { CircleCheck, RotateCcw } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import type { FailedDelivery } from '#domain/message/delivery-view';
import { WAY_WORDS, whatWord } from './delivery-words';

function Resend({ id, name }: { id?: number; name: string }) {
  return (
    <Form method="post">
      {id !== undefined && <input type="hidden" name="id" value={id} />}
      <Button type="submit" name="intent" value="resend" size="sm" icon={RotateCcw}>
        {id === undefined ? (
          <Trans>Send all again</Trans>
        ) : (
          <Trans>
            Send again<span className="sr-only"> {name}</span>
          </Trans>
        )}
      </Button>
    </Form>
  );
}

function Row({ one }: { one: FailedDelivery }) {
  const { t } = useLingui();
  const name = one.name ?? t`Somebody without an account`;
  const reason = one.failure ?? t`The server was stopped while it was sent. It may have arrived.`;
  return (
    <ListRow
      title={name}
      detail={
        <>
          <span className="block">
            {t(whatWord(one))} · {t(WAY_WORDS[one.channel])} · <Time at={one.createdAt} style="moment" />
          </span>
          <span className="block break-words text-ink">{reason}</span>
        </>
      }
      trailing={<Resend id={one.id} name={name} />}
    />
  );
}

export function FailedList({ failed }: { failed: readonly FailedDelivery[] }) {
  const { t } = useLingui();
  return (
    <Card title={t`Failed`} isFlush action={failed.length > 1 && <Resend name="" />}>
      {failed.length === 0 ? (
        <EmptyState icon={CircleCheck} title={t`Nothing failed`}>
          <Trans>A message that could not be sent after six tries in half a day appears here, with the reason.</Trans>
        </EmptyState>
      ) : (
        <List label={t`Failed messages`}>
          {failed.map((one) => (
            <Row key={one.id} one={one} />
          ))}
        </List>
      )}
    </Card>
  );
}
