/** The database: backups and exports. */
export default {
  'no-file': 'The database is a server’s: its backups are made there, not here.',
  'backup-under-way': 'A backup is already being taken. Wait until it is ready.',
  'backup-gone': 'This backup is no longer there.',
} as const;
