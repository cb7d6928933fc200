/** How high time is in the grid of a week. Pure. */

/** Height of an hour: a class of an hour shows name, time and room. */
export const HOUR_REM = 4.5;

/** Minutes as a height. */
export const rem = (minutes: number) => `${(minutes / 60) * HOUR_REM}rem`;
