/** Devices of one phone. A sign-in has a key of its own, so a phone that two students use shows by its browser, or by a key they share.
 *  As text, for the check-in's statements, which are written by hand. */

/** Ids of the devices that one browser has had or that hold one key, as a subquery.
 *  @param deviceId SQL for the id of one of them */
export function sameBrowser(deviceId: string): string {
  return `(select ${deviceId} union select other.id from devices one join devices other on other.browser_id = one.browser_id
    where one.id = ${deviceId}
    union select other.id from devices one join devices other on other.public_key = one.public_key where one.id = ${deviceId})`;
}
