/**
 * `npm run db:seed`: fills an empty database with the demo school, or with `--bench` a large school for measuring.
 * Never deletes: a database that holds a school is refused unless `--force`, which adds beside it.
 */
import { parseArgs } from 'node:util';
import { type Database, openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { queryRow } from '#db/query';
import { seedBenchSchool } from '#db/seed/bench';
import { seedDemoSchool } from '#db/seed/demo';
import { ensureDemoClassNow } from '#db/seed/demo-now';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#domain/school/demo';
import { hashPassword } from '#server/auth/password-hashing';
import { readConfig } from '#server/config';
import { openDataFolder } from '#server/demo/data-folder';
import { explain } from '#server/explain';

const PROGRESS_EVERY_MS = 1_000;

const USAGE = `Usage:
  npm run db:seed                                   the demo school, into an empty database
  npm run db:seed -- --bench [--students 10000] [--sections 400] [--days 20] [--open-now]
                                                    a large school: students × 5 × days marks
  --force                                           also into a database that holds a school already
The database is DATABASE_URL, or file:.data/muster.db.`;

const OPTIONS = {
  bench: { type: 'boolean' },
  students: { type: 'string', default: '10000' },
  sections: { type: 'string', default: '400' },
  days: { type: 'string', default: '20' },
  'open-now': { type: 'boolean' },
  force: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** A mistake of the caller's, told without a stack. */
class UsageError extends Error {}

function count(values: Record<string, unknown>, name: string, max: number, min = 1): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new UsageError(`--${name} must be a whole number from ${min} to ${max}.`);
}

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function requireEmpty(db: Database): Promise<void> {
  const found = await queryRow(db, 'select 1 from users limit 1');
  if (found)
    throw new UsageError(
      'This database holds a school already. Nothing was changed. Use --force to add to it, or another DATABASE_URL.',
    );
}

/** Prints a line a second at most, and the last one. */
function progressPrinter(): (marks: number, of: number) => void {
  let printedAt = 0;
  return (marks, of) => {
    if (Date.now() - printedAt < PROGRESS_EVERY_MS && marks < of) return;
    printedAt = Date.now();
    console.log(`  ${marks.toLocaleString('en')} of ${of.toLocaleString('en')} marks`);
  };
}

async function seedBench(db: Database, values: ReturnType<typeof readArguments>, passwordHash: string): Promise<string> {
  const students = count(values, 'students', 99_999);
  const sections = count(values, 'sections', 10_000);
  const days = count(values, 'days', 400, 0);
  const openNow = values['open-now'] ?? false;
  const marks = await seedBenchSchool(db, {
    students,
    sections,
    days,
    openNow,
    now: Date.now(),
    passwordHash,
    onProgress: progressPrinter(),
  });
  return `a school of ${students.toLocaleString('en')} students with ${marks.toLocaleString('en')} marks (bench-00001@bench.school, bench-teacher@bench.school)`;
}

async function seedDemo(db: Database, passwordHash: string): Promise<string> {
  const now = Date.now();
  await seedDemoSchool(db, { now, passwordHash });
  await ensureDemoClassNow(db, { now });
  return `the demo school (${DEMO_ACCOUNTS.map(({ email }) => email).join(', ')})`;
}

async function main(): Promise<void> {
  const values = readArguments();
  if (values.help) return console.log(USAGE);
  const { databaseUrl, databaseAuthToken } = readConfig(process.env);
  openDataFolder(databaseUrl);
  const db = await openDatabase({ url: databaseUrl, authToken: databaseAuthToken });
  const startedAt = performance.now();
  await migrateDatabase(db);
  if (!values.force) await requireEmpty(db);
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const made = values.bench ? await seedBench(db, values, passwordHash) : await seedDemo(db, passwordHash);
  db.$client.close();
  console.log(
    `Made ${made} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s. Password of every account: ${DEMO_PASSWORD}`,
  );
}

main().catch((error) => {
  console.error(error instanceof UsageError ? error.message : explain(error));
  process.exitCode = 1;
});
