/** When the photo of a user was set, null without one. Read from an index that holds it: in the table it stands behind the picture, and
 *  reading one means reading the other. */
import { type SQL, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { users } from '#db/schema';
import { sqlText } from './values';

/** By hand, because the builder cannot name an index. The column is a template of its own, so that it keeps its table's name.
 *  @param user `users` or an alias of it */
export function photoAtOf(user: { id: SQLiteColumn }): SQL<number | null> {
  return sql`(select photo.updated_at from user_photos photo indexed by user_photos_shown where photo.user_id = ${sql`${user.id}`})`;
}

/** The same as text, of the user `u`. */
export const PHOTO_AT = sqlText(photoAtOf(alias(users, 'u')));
