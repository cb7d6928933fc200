/** A student's check-in. */
import { ABOUT_CLASS_SESSION, type Api, type CallOf, type CallRecords } from './call';

export type CheckInCalls = { 'checkIn.submit': CallOf<Api['checkIn']['submit']> };

export const CHECK_IN_CALLS: CallRecords<CheckInCalls> = { 'checkIn.submit': ABOUT_CLASS_SESSION };
