/**
 * What goes with another address of an account, whoever changes it: links sent to the former one open nothing, nobody has proved the
 * new one, and the former one is told where there is mail. Statements of the change's own batch, before it.
 */
import type { InStatement, InValue } from '@libsql/client';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import type { Services } from '#server/context/context';

/** Rows of an expression that names `userId` and the `email` to be, and its arguments. */
type Changes = { sql: string; args: Record<string, InValue> };

/** @param changes whose address becomes which. Rows that keep theirs are left alone. */
export function beforeAddressChange({ mail, now }: Pick<Services, 'mail' | 'now'>, changes: Changes): InStatement[] {
  const changed = `select u.id from (${changes.sql}) c join users u on u.id = c.userId where u.email <> c.email`;
  const tell = `insert into outgoing_mails (user_id, kind, address, created_at, due_at)
    select id, 'address-changed', email, :now, :now from users where id in (${changed}) and email not like '%${NO_ADDRESS_DOMAIN}'
    on conflict do nothing`;
  return [
    ...(mail ? [{ sql: tell, args: { ...changes.args, now: now() } }] : []),
    {
      sql: `delete from one_time_codes where purpose in ('invite', 'reset', 'confirm') and user_id in (${changed})`,
      args: changes.args,
    },
    { sql: `update users set email_confirmed_at = null where id in (${changed})`, args: changes.args },
  ];
}
