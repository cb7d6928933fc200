/** Reports, and the views of them that people save. */
export default {
  'view-name': 'Enter a name for this view.',
  'view-name-taken': 'You have a view of this name already. Choose another name.',
  'too-many-views': 'You have {max} saved views. Remove one first.',
  'view-gone': 'This view is no longer there.',
} as const;
