/**
 * `npm run lock:complete`, to run after every change of dependencies: puts the optional packages of other platforms back into
 * package-lock.json. npm leaves out what its registry does not offer, and `npm ci` then refuses the lock everywhere.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './setup.mjs';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];
const SYNONYMS = { windows: 'win32', 64: 'x64' };

/** What a package's name says of its platform: `@rollup/rollup-linux-arm64-musl`. */
function platformOf(name) {
  const words = path
    .basename(name)
    .split(/[-_]/)
    .map((word) => SYNONYMS[word] ?? word);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const libc = name.includes('musl') ? 'musl' : os === 'linux' && name.includes('gnu') ? 'glibc' : undefined;
  return { os, cpu, libc };
}

/** Folders in which Node looks for the dependencies of the package at `place`, nearest first. */
function lookupFolders(place) {
  const folders = [];
  for (let folder = place; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/'))))
    folders.push(`${folder}/node_modules/`);
  return [...folders, 'node_modules/'];
}

function stub(range, parent, { os, cpu, libc }) {
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(cpu && { cpu: [cpu] }),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

/** Adds an entry for each optional dependency without one, beside the package that wants it. Returns how many. */
function complete(packages) {
  let added = 0;
  for (const [place, parent] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
      if (lookupFolders(place).some((folder) => packages[folder + name])) continue;
      const platform = platformOf(name);
      if (!platform.os && !platform.cpu) {
        console.error(`Left out: ${name}, wanted by ${place}, does not name its platform.`);
        continue;
      }
      packages[`${place.slice(0, place.lastIndexOf('node_modules/'))}node_modules/${name}`] = stub(range, parent, platform);
      added++;
    }
  }
  return added;
}

const file = path.join(ROOT, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = complete(lock.packages);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} entries added.`);
