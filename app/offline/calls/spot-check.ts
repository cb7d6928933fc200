/** Answers of the spot-check deck. */
import { ABOUT_CLASS_SESSION, type Api, type CallOf, type CallRecords } from './call';

export type SpotCheckCalls = { 'spotCheck.answer': CallOf<Api['spotCheck']['answer']> };

export const SPOT_CHECK_CALLS: CallRecords<SpotCheckCalls> = { 'spotCheck.answer': ABOUT_CLASS_SESSION };
