/** Runs before each command that needs the dependencies: installs what is missing. What stops that is said in a sentence. */
import { ensureInstalled } from './setup.mjs';

ensureInstalled().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
