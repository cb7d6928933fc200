/** Which messages come by which way: a table of ticks. Everything is in the inbox, whatever is ticked. */
import { Trans, useLingui } from '@lingui/react/macro';
import { CHOSEN_CHANNELS, type Choices, type KindGroup } from '#domain/message/channel';
import { CHANNEL_WORDS, GROUP_WORDS } from './channel-words';

function Row({ group, choices }: { group: KindGroup; choices: Choices }) {
  const { t } = useLingui();
  const { label, hint } = GROUP_WORDS[group];
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-3 ps-4 pe-2 font-normal sm:ps-5">
        <span className="block font-medium">{t(label)}</span>
        <span className="block text-sm text-ink-muted">{t(hint)}</span>
      </th>
      {CHOSEN_CHANNELS.map((channel) => (
        <td key={channel} className="text-center align-middle">
          <label className="touch inline-flex size-11 items-center justify-center">
            <span className="sr-only">{`${t(label)}: ${t(CHANNEL_WORDS[channel])}`}</span>
            <input
              type="checkbox"
              name={`${group}-${channel}`}
              defaultChecked={choices[group][channel]}
              className="size-5 accent-accent"
            />
          </label>
        </td>
      ))}
    </tr>
  );
}

type ChannelGridProps = { groups: readonly KindGroup[]; choices: Choices };

export function ChannelGrid({ groups, choices }: ChannelGridProps) {
  const { t } = useLingui();
  return (
    <table className="w-full table-fixed wrap-anywhere">
      <thead>
        <tr className="text-sm text-ink-muted">
          <th scope="col" className="py-2 ps-4 font-medium sm:ps-5">
            <Trans>Messages</Trans>
          </th>
          {CHOSEN_CHANNELS.map((channel) => (
            <th key={channel} scope="col" className="w-24 px-1 py-2 text-center font-medium sm:w-28">
              {t(CHANNEL_WORDS[channel])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Row key={group} group={group} choices={choices} />
        ))}
      </tbody>
    </table>
  );
}
