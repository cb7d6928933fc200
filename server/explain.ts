/** What stopped a start or a command, in words for whoever runs the server. */
import { UnusableDatabase } from '#db/database-file';
import { ConfigError } from './config';

/** What a person can act on is said plainly; anything else keeps its stack. Never throws. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof UnusableDatabase) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `${error.message}\nAnother program uses this port. Stop it, or set PORT to another number.`;
  if (String(code).startsWith('ERR_PARSE_ARGS')) return error.message;
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') return 'The disk is full. Make room, then try again.';
  return error.stack ?? error.message;
}
