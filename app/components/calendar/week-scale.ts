/** How high time is in the grid of a week. Pure. */

/** Height of an hour unless a grid says otherwise: a class of an hour shows name, time and room. */
export const HOUR_REM = 4.5;
/** Below this there is room for one line only. */
export const ONE_LINE_MINUTES = 45;

/** Minutes as a height, in a grid that says how high its hour is. */
export const heightOf = (minutes: number) => `calc(var(--hour) * ${minutes / 60})`;
