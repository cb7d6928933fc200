/** Messages in the inbox, and reminders that come to it. */
export default {
  unknown: 'There is no such message.',
  'reminder-not-open': 'This register is not open, so nobody is reminded.',
  'reminder-just-sent': 'A reminder was sent a moment ago. Send it again?',
  'reminder-some-just-sent':
    'Students among these were reminded of this class within the last {minutes} minutes. Tick this to remind them again.',
  'reminder-to-nobody': 'Choose at least one student of this class who has an active account.',
  'reminder-foreign-id': 'This reminder belongs to another class. Reload the page.',
} as const;
