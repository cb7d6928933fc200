/** Devices of one phone. A sign-in has a key of its own, so a phone that two students use shows by its browser, or by a key they share.
 *  As text, for the check-in's statements, which are written by hand. */

/** Ids of the devices that one browser has had or that hold one key, as a subquery.
 *  @param deviceId SQL for the id of one of them */
export function sameBrowser(deviceId: string): string {
  return `(select ${deviceId} union select other.id from devices one join devices other on other.browser_id = one.browser_id
    where one.id = ${deviceId}
    union select other.id from devices one join devices other on other.public_key = one.public_key where one.id = ${deviceId})`;
}

/** What holds of a claim `o` of any device of `sameBrowser`, asked of each kind of device by itself: the union of their ids would be
 *  made anew for each check-in, twice.
 *  @param deviceId SQL for the id of one of them  @param condition of claims `o`, given where they come from */
export function ofSameBrowser(deviceId: string, condition: (from: string) => string): string {
  const other = (shared: string) =>
    `from devices one cross join devices other on other.${shared} = one.${shared} cross join claims o on o.device_id = other.id
      where one.id = ${deviceId}`;
  const origins = [`from claims o where o.device_id = ${deviceId}`, other('browser_id'), other('public_key')];
  return `(${origins.map(condition).join(' or ')})`;
}
