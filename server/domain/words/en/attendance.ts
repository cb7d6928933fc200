/** Marking by hand. */
export default {
  'own-mark': 'This is about your own attendance. Somebody else on the staff decides it.',
  'not-on-roll': 'This student is not on the roll of this class session.',
  'too-early': 'Marking begins 30 minutes before the class does.',
  'not-taken': 'This register was not taken. Reopen it to mark students.',
  'reason-missing': 'Say why the mark changes.',
  'undo-unknown': 'There is nothing of yours to undo.',
  'locked-since': 'This register has been locked since {day}. Ask for a correction.',
} as const;
