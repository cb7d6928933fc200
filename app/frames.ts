/** Which of the two frames a page is in. The build asks, so nothing is imported here. */

const WAYS_IN = /^routes\/(accept-invitation|forgot-password|reset-password|set-up|sign-in|sign-up)$/;

/** A way in loads nothing of what stands around the pages of a signed-in person. @param route such as `routes/sign-in` */
export function isWayIn(route = ''): boolean {
  return WAYS_IN.test(route);
}
