/** What a language is called in itself. */
export default {
  name: 'English',
} as const;
