/**
 * The whole fuzz: 9,000 raw requests and 20,000 inputs of procedures to the built server, the same ones each time. Fails when one is
 * answered 5xx or not at all, when the log holds an error, or when the server has ended. `-- fuzz <seed>` sends others.
 */
import { fuzz } from '../helpers/fuzz';
import { machineLine } from './helpers/measure';

const SEED = 2026;

const startedAt = Date.now();
const reports = await fuzz({ seed: Number(process.argv[2] ?? SEED), requests: 9_000, inputs: 20_000 });
for (const report of reports) console.log(report);
console.log(
  `${machineLine()}\n9,000 requests and 20,000 inputs in ${((Date.now() - startedAt) / 1000).toFixed(0)} s: ${reports.length} went wrong`,
);
process.exitCode = reports.length > 0 ? 1 : 0;
