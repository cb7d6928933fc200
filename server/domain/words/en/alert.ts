/** Alerts about attendance. */
export default {
  'note-missing': 'Type what was done.',
  unknown: 'There is no such alert.',
} as const;
