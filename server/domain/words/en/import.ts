/** What a planned import says of a line, and why a file is refused. */
export default {
  'as-told': '{text}',
} as const;
