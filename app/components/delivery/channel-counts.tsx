/** How much waits, went and failed on each way out. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { useFormat } from '#app/words/use-format';
import type { DeliveryOverview } from '#domain/message/delivery-view';
import { WAY_WORDS } from './delivery-words';

const CELL = 'px-1 py-3 text-end sm:px-3';

export function ChannelCounts({ channels, ways }: Pick<DeliveryOverview, 'channels' | 'ways'>) {
  const { t } = useLingui();
  const { number } = useFormat();
  return (
    <Card title={t`Channels`} isFlush>
      <table className="figures w-full text-sm">
        <thead>
          <tr className="text-ink-muted max-sm:text-xs">
            <td className="ps-4 sm:ps-5" />
            <th scope="col" className={CELL}>
              <Trans>Waiting</Trans>
            </th>
            <th scope="col" className={CELL}>
              <Trans>Sent in 24 hours</Trans>
            </th>
            <th scope="col" className="py-3 ps-1 pe-4 text-end sm:pe-5">
              <Trans>Failed</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {channels.map(({ channel, waiting, sent, failed }) => (
            <tr key={channel} className="border-t border-line">
              <th scope="row" className="py-3 ps-4 font-medium wrap-anywhere sm:ps-5">
                {t(WAY_WORDS[channel])}
                {!ways[channel] && (
                  <span className="block font-normal text-ink-muted">
                    <Trans>Not set up on this server</Trans>
                  </span>
                )}
              </th>
              <td className={CELL}>{number(waiting)}</td>
              <td className={CELL}>{number(sent)}</td>
              <td
                className={
                  failed > 0 ? 'py-3 ps-1 pe-4 text-end font-semibold text-absent sm:pe-5' : 'py-3 ps-1 pe-4 text-end sm:pe-5'
                }
              >
                {number(failed)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
