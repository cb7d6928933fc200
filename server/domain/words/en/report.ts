/** Reports, and the views of them that people save. */
export default {
  'view-name': 'Enter a name for this view.',
  'view-name-taken': 'You already have a view with this name. Choose another name.',
  'too-many-views': 'You have {max} saved views. Remove one first.',
  'view-gone': 'This view is no longer there.',
} as const;
