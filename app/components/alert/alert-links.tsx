/** Where a message about alerts leads: a student to the days it names, an administrator to the list. */
import { Trans } from '@lingui/react/macro';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { Notification } from '#domain/message/notification';
import { sessionText } from './alert-words';

/** Nothing for other messages. */
export function AlertLinks({ message }: { message: Notification }) {
  const format = useFormat();
  if (message.kind === 'alerts-unhandled')
    return (
      <p>
        <TextLink to={paths.alerts('admin')}>
          <Trans>Look into them</Trans>
        </TextLink>
      </p>
    );
  if (message.kind !== 'alert') return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {message.facts.classSessions.map((named) => (
        <li key={named.classSessionId}>
          <TextLink to={paths.attendance(named.day)}>{sessionText(format, named)}</TextLink>
        </li>
      ))}
    </ul>
  );
}
