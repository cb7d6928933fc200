/**
 * What is stored, by noun. Names are the domain's own (columns snake_case by Drizzle's casing); instants are epoch ms, days `YYYY-MM-DD`
 * in the school's zone. Triggers that keep the database's own promises are in the migration `0001_promises.sql`.
 */
export * from './schema/access';
export * from './schema/alert';
export * from './schema/attendance';
export * from './schema/check-in';
export * from './schema/class-session';
export * from './schema/correction';
export * from './schema/delivery';
export * from './schema/guardian';
export * from './schema/history';
export * from './schema/import';
export * from './schema/message';
export * from './schema/people';
export * from './schema/saved-view';
export * from './schema/school';
export * from './schema/structure';
export * from './schema/tally';
export * from './schema/term';
export * from './schema/timetable';
