/** Names that device and server agree on beside the calls themselves. */

/** Header of a queued call that names its person, so that it counts for nobody when another is signed in by the time it is sent. */
export const USER_HEADER = 'x-muster-user';
