/** `npm start`: from a fresh clone to a running school. Migrations and the demo's data are the server's own first steps. */
import { ensureBuilt, ensureInstalled } from './setup.mjs';

async function start() {
  await ensureInstalled();
  await ensureBuilt('node');
  process.env.NODE_ENV = 'production';
  const { main } = await import('../../build/server/index.js');
  await main();
}

start().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
