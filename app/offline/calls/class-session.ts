/** Running a class session. */
import { ABOUT_CLASS_SESSION, type Api, type CallOf, type CallRecords } from './call';

type ClassSession = Api['classSession'];

export type ClassSessionCalls = {
  'classSession.open': CallOf<ClassSession['open']>;
  'classSession.close': CallOf<ClassSession['close']>;
  'classSession.extend': CallOf<ClassSession['extend']>;
  'classSession.endCheckIn': CallOf<ClassSession['endCheckIn']>;
  'classSession.setHeadCount': CallOf<ClassSession['setHeadCount']>;
};

export const CLASS_SESSION_CALLS: CallRecords<ClassSessionCalls> = {
  'classSession.open': ABOUT_CLASS_SESSION,
  'classSession.close': ABOUT_CLASS_SESSION,
  'classSession.extend': ABOUT_CLASS_SESSION,
  'classSession.endCheckIn': ABOUT_CLASS_SESSION,
  'classSession.setHeadCount': ABOUT_CLASS_SESSION,
};
