/** Where a message of the inbox leads, beside what it says. */
import { Trans } from '@lingui/react/macro';
import { AlertLinks } from '#app/components/alert/alert-links';
import { AttachmentLink } from '#app/components/correction/attachment-link';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import type { Notification } from '#domain/message/notification';

/** Nothing for messages that lead nowhere. */
export function MessageLinks({ message }: { message: Notification }) {
  switch (message.kind) {
    case 'announcement': {
      const { announcementId, attachment } = message.facts;
      return <AttachmentLink to={paths.announcementFile(announcementId)} attachment={attachment} />;
    }
    case 'register-not-taken':
      return (
        <p>
          <TextLink to={paths.register(message.facts.classSessionId)}>
            <Trans>Open the register</Trans>
          </TextLink>
        </p>
      );
    case 'cover-given':
    case 'cover-lost':
      return (
        <ul>
          {message.facts.classes.map(({ classSessionId, courseTitle, sectionCode }) => (
            <li key={classSessionId}>
              <TextLink to={paths.register(classSessionId)}>{`${courseTitle} ${sectionCode}`}</TextLink>
            </li>
          ))}
        </ul>
      );
    case 'registers-not-taken': {
      const { day } = message.facts;
      return (
        <p>
          <TextLink to={paths.reportedRegisters({ from: day, until: day })}>
            <Trans>Show which</Trans>
          </TextLink>
        </p>
      );
    }
    default:
      return <AlertLinks message={message} />;
  }
}
