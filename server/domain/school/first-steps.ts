/** What a new school has to do until its first register is taken, in the order in which each step needs the one before. */

export const FIRST_STEPS = ['people', 'term', 'sections', 'timetable', 'register'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** Which are done. */
export type FirstSteps = Record<FirstStep, boolean>;
