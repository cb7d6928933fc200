/** Announcements to the school and to classes. */
export default {
  'title-missing': 'Type a title.',
  'body-missing': 'Type the message.',
  'too-many-marks': 'Use at most {max} marks such as *, _, [ and those of lists in the message.',
  'choose-departments': 'Choose at least one department.',
  'choose-classes': 'Choose at least one class.',
  'choose-people': 'Choose at least one person.',
  nobody: 'Nobody would get this. Choose somebody with an active account.',
  unknown: 'There is no such announcement.',
  'unknown-class': 'There is no such class.',
  'school-by-administrators': 'Only administrators write to the whole school. Choose classes.',
  'ends-too-early': 'Choose an end that is later than the beginning.',
  withdrawn: 'This announcement has been withdrawn.',
  'not-yours-now': 'It was withdrawn in the meantime, or you are no longer staff of its classes. Nothing was changed.',
  'foreign-id': 'This form was already used. Reload the page.',
} as const;
