/** The webhook: where it goes, and the secret that its posts are signed with, which is shown once. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { KeyRound } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { CopyField } from '#app/components/ui/form/copy-field';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import type { DeliveryOverview } from '#domain/message/delivery-view';

export function WebhookCard({ url, hasSecret, secret }: DeliveryOverview['webhook'] & { secret: string | null }) {
  const { t } = useLingui();
  return (
    <Card title={t`Webhook`}>
      <div className="grid gap-3">
        <p className="text-sm text-ink-muted">
          <Trans>
            Messages can go to another system, such as a gateway for text messages: each is posted as JSON and signed, so that the
            other side knows it is yours.
          </Trans>
        </p>
        {url === '' ? (
          <TextLink to={paths.settings()}>
            <Trans>Type its address in the settings</Trans>
          </TextLink>
        ) : (
          <>
            <p className="break-words font-medium">{url}</p>
            {secret && <CopyField label={t`Secret, shown only now`} value={secret} />}
            {!hasSecret && !secret && (
              <p className="text-sm">
                <Trans>Nothing is posted until there is a secret.</Trans>
              </p>
            )}
            <Form method="post">
              <Button type="submit" name="intent" value="secret" size="sm" icon={KeyRound}>
                {hasSecret ? t`Create another secret` : t`Create secret`}
              </Button>
            </Form>
          </>
        )}
      </div>
    </Card>
  );
}
