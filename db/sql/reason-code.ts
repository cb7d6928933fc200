/** Which reason codes may be given with a mark of a status, as a condition of statements by hand. */

/** True without a code, and with one of the status that is not archived.
 *  @param id SQL of the code's id  @param status SQL of the status */
export const isUsableReasonSql = (id: string, status: string) =>
  `(${id} is null or exists (select 1 from reason_codes where id = ${id} and status = ${status} and archived_at is null))`;
