/** Messages in the inbox. */
export default {
  unknown: 'There is no such message.',
} as const;
