/** What is wrong with a field, whatever the form. */
export default {
  invalid: 'This value cannot be used.',
  'too-long': 'Use at most {max} characters.',
} as const;
