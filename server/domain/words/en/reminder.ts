/** Reminders to those missing from a class. */
export default {
  'not-open': 'This register is not open, so nobody is reminded.',
  'just-sent': 'A reminder was sent a moment ago. Send it again?',
  'foreign-id': 'This reminder belongs to another class. Reload the page.',
} as const;
