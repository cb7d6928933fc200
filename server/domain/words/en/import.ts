/** What a planned import says of a line, and why a file is refused. */
export default {
  'as-told': '{text}',
  unknown: 'There is no such import.',
  'class-unusable': 'This class cannot be chosen. Choose one from the list.',
  'kind-missing': 'Choose what kind of file it is.',
  'file-missing': 'Choose a file.',
  'file-empty': 'Choose a file that is not empty.',
} as const;
