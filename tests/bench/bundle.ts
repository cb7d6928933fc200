/** What each page loads, beside the most it may and the goal: `npm run bench -- bundle`. */
import { budgetOf, cssKb, fontsKb, pageWeights } from '../helpers/page-weight';
import budgets from './budgets.json';
import { alignedTable } from './helpers/measure';

const rows = pageWeights().map(({ page, files, kB, unusedKb }) => {
  const { most, goal } = budgetOf(page);
  const isKept = kB <= goal && unusedKb === 0;
  const [loaded, idle] = [kB, unusedKb].map((value) => value.toFixed(1));
  return [page, files, loaded, most, goal, idle, isKept ? 'kept' : 'missed'].map(String);
});
console.log(`\nkB of JavaScript, compressed by brotli, before anything is pressed\n`);
console.log(alignedTable([['page', 'files', 'kB', 'at most', 'goal', 'not used', ''], ...rows]));
console.log(
  `\nStyle sheet: ${cssKb().toFixed(1)} kB of ${budgets.css}; fonts before English text: ${fontsKb().toFixed(1)} kB of ${budgets.fonts}\n`,
);
