/** SQL: when the photo of the user `u` was set, null without one. Read from an index that holds it: in the table it stands behind the
 *  picture, and reading one means reading the other. */
export const PHOTO_AT =
  '(select photo.updated_at from user_photos photo indexed by user_photos_shown where photo.user_id = u.id)';
