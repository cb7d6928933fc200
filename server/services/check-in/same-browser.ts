/** Devices of one browser. A sign-in has a key of its own, so a phone that two students use shows by its browser. */

/** Ids of the devices that one browser has had, as a subquery; of a device that names no browser, its own.
 *  @param deviceId SQL for the id of one of them */
export function sameBrowser(deviceId: string): string {
  return `(select ${deviceId} union select other.id from devices one join devices other on other.browser_id = one.browser_id
    where one.id = ${deviceId})`;
}
