/** What is sent outside the inbox. */
export default {
  'push-service': 'This browser’s push service is not known here, so nothing can be sent to it.',
  'push-malformed': 'This browser gave no keys to send with.',
  'push-off': 'This server sends no notifications.',
  'signed-out': 'You were signed out in the meantime. Sign in and try again.',
  'webhook-url': 'Type an address that begins with https://, without an account.',
  'webhook-missing': 'Type an address for the webhook in the settings first.',
  unknown: 'There is nothing of that to send again.',
  'unsubscribe-unknown': 'This link is not valid. Open it from a mail again, or sign in and choose what you get.',
  more: '{count, plural, one {# more message} other {# more messages}}',
  'more-text': 'Open Muster to read {count, plural, one {it} other {them}}.',
  'mail-greeting': 'Hello {name},',
  'mail-several': '{count, plural, one {# message} other {# messages}} from {school}',
  'mail-open': 'Open Muster',
  'mail-copy': 'Or copy this address:',
  'mail-why': 'You get this mail because you have an account at {school}.',
  'mail-stop': 'Stop these mails',
} as const;
