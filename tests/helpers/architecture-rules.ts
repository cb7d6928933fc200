/** Who may import whom, as data. The first zone whose `files` match a path is that file's; every file belongs to one. */

export type Zone = {
  name: string;
  files: RegExp;
  /** Zones and packages it may import. A package stands for its sub-paths too; `node:` for all of Node's modules. */
  may: readonly string[];
  /** Zones it may import types from, and nothing that runs. */
  mayImportTypesOf?: readonly string[];
};

const EVERYTHING_OF_THE_SERVER = [
  'server',
  'context',
  'config',
  'auth',
  'services',
  'delivery',
  'channels',
  'trpc',
  'domain',
  'db',
  'seed',
];
const VIEW = ['words', 'react', 'lucide-react', '@remix-run/react', '@lingui'];

export const ZONES: readonly Zone[] = [
  {
    name: 'domain',
    files: /^server\/domain\//,
    may: ['domain', 'zod', 'temporal-polyfill', 'papaparse', 'fflate', 'hucre', '@lingui/core', '@lingui/message-utils'],
  },
  {
    name: 'tools',
    files: /^(db|server)\/cli\/|^db\/drizzle\.config\.ts$/,
    may: [
      'tools',
      ...EVERYTHING_OF_THE_SERVER,
      'node:',
      'drizzle-kit',
      '@lingui',
      '@babel/core',
      'esbuild',
      'subset-font',
      'vite',
    ],
  },
  { name: 'seed', files: /^db\/seed\//, may: ['seed', 'db', 'domain', 'drizzle-orm', '@libsql/client', 'node:'] },
  { name: 'db', files: /^db\//, may: ['db', 'domain', 'drizzle-orm', '@libsql/client', 'libsql', 'node:'] },
  {
    name: 'services',
    files: /^server\/services\//,
    may: ['services', 'context', 'domain', 'db', 'drizzle-orm', '@libsql/client', 'ical.js', 'ical-generator'],
  },
  {
    name: 'auth',
    files: /^server\/auth\//,
    may: ['auth', 'context', 'domain', 'db', 'lucia', 'drizzle-orm', '@libsql/client', '@simplewebauthn', '@zxcvbn-ts', 'node:'],
  },
  {
    name: 'delivery',
    files: /^server\/delivery\//,
    may: ['delivery', 'auth', 'services', 'context', 'domain', 'db', 'drizzle-orm', '@libsql/client'],
    mayImportTypesOf: ['channels'],
  },
  {
    name: 'channels',
    files: /^server\/channels\//,
    may: ['channels', 'domain', '@block65/webcrypto-web-push', 'nodemailer', 'node:'],
  },
  { name: 'trpc', files: /^server\/trpc\//, may: ['trpc', 'services', 'auth', 'context', 'domain', '@trpc/server', 'zod'] },
  {
    name: 'context',
    files: /^server\/context\//,
    may: ['context', 'domain', 'db', 'drizzle-orm', '@libsql/client', '@lingui', 'node:'],
    mayImportTypesOf: ['channels', 'db'],
  },
  { name: 'config', files: /^server\/config\.ts$/, may: ['domain', 'zod'] },
  {
    name: 'server',
    files: /^server\/(http\/|jobs\/|demo\/)?[^/]+\.ts$/,
    may: [
      ...EVERYTHING_OF_THE_SERVER,
      ...[
        'node:',
        'drizzle-orm',
        '@libsql/client',
        '@trpc/server',
        '@remix-run/node',
        '@remix-run/server-runtime',
        'virtual:remix/server-build',
      ],
    ],
  },
  { name: 'paths', files: /^app\/paths(\.ts$|\/)/, may: ['paths', 'domain'] },
  {
    name: 'actions',
    files: /^app\/actions\//,
    may: ['paths', 'actions', 'api caller', 'domain', 'words', '@lingui', '@remix-run/server-runtime'],
    mayImportTypesOf: ['components'],
  },
  {
    name: 'routes',
    files: /^app\/routes\//,
    may: [
      'paths',
      'frame',
      'actions',
      'components',
      'offline',
      'api client',
      'api caller',
      'domain',
      ...VIEW,
      '@remix-run/server-runtime',
      '@conform-to',
      'zod',
    ],
  },
  {
    name: 'components',
    files: /^app\/components\//,
    may: [
      'paths',
      'frame',
      'components',
      'offline',
      'api client',
      'domain',
      ...VIEW,
      '@conform-to',
      '@simplewebauthn/browser',
      '@zxing',
      'd3-array',
      'd3-shape',
      'mdast-util-from-markdown',
      'qrcode',
      'workbox-window',
      'zod',
    ],
    mayImportTypesOf: ['@remix-run/server-runtime'],
  },
  { name: 'words', files: /^app\/words\//, may: ['words', 'domain', 'react', '@remix-run/react', '@lingui'] },
  {
    name: 'api caller',
    files: /^app\/trpc\/[\w-]+\.server\.ts$/,
    may: ['paths', 'trpc', 'domain', '@remix-run/server-runtime', '@conform-to', 'zod'],
  },
  {
    name: 'api client',
    files: /^app\/trpc\//,
    may: ['paths', 'api client', 'domain', '@trpc/client'],
    mayImportTypesOf: ['trpc'],
  },
  { name: 'offline', files: /^app\/offline\//, may: ['paths', 'offline', 'api client', 'domain', 'idb', 'uuid', 'zod'] },
  { name: 'service worker', files: /^app\/sw\//, may: ['paths', 'service worker', 'offline', 'api client', 'domain', 'workbox'] },
  {
    name: 'frame',
    files: /^app\/[^/]+\.tsx?$/,
    may: [
      'paths',
      'frame',
      'components',
      'api client',
      'api caller',
      'domain',
      ...VIEW,
      '@remix-run',
      '@fontsource-variable',
      'react-dom',
      'isbot',
    ],
    mayImportTypesOf: ['context'],
  },
];

export type Ban = {
  rule: string;
  /** Zones it holds in; everywhere when left out. */
  zones?: readonly string[];
  /** Files that are the one place for it. */
  except?: RegExp;
  /** Code it is about, in the form of a call, a property or a name. */
  code: readonly string[];
};

export const BANS: readonly Ban[] = [
  {
    rule: 'the domain gets instants, chance and the world as arguments',
    zones: ['domain'],
    code: [
      ...[
        'Date.now',
        'new Date()',
        'performance.now',
        'Temporal.Now',
        'Math.random',
        'crypto.randomUUID',
        'crypto.getRandomValues',
      ],
      ...['process', 'fetch', 'setTimeout', 'setInterval', 'localStorage'],
    ],
  },
  {
    rule: 'a write is one statement or one batch, never an interactive transaction',
    // IndexedDB has no other way.
    except: /^app\/(offline|sw)\//,
    code: ['.transaction()'],
  },
  {
    rule: 'a form is read once and within bounds by the handler, which hands it to actions',
    code: ['.formData()'],
  },
  {
    rule: 'the environment is read in server/config.ts only',
    except: /^server\/config\.ts$|^(db|server)\/cli\//,
    code: ['process.env'],
  },
  {
    rule: 'dates, numbers, lists and the order of names come from useFormat, or from server/domain/words/intl.ts',
    // The zone of a device is no format; consoles are read by one person.
    except: /^server\/domain\/words\/intl\.ts$|^app\/components\/settings\/zone-field\.tsx$|^(db|server)\/cli\//,
    code: [
      ...['DateTimeFormat', 'NumberFormat', 'ListFormat', 'PluralRules', 'RelativeTimeFormat', 'DisplayNames', 'Collator'].map(
        (name) => `Intl.${name}`,
      ),
      ...['.toLocaleString()', '.toLocaleDateString()', '.toLocaleTimeString()', '.localeCompare()', '.toFixed()'],
    ],
  },
];

/** No code may import these. */
export const BANNED_PACKAGES: Record<string, string> = { remix: 'import from the @remix-run package that has it' };

/** The room a file stands in: the folder of its noun. What lies loose at the root of a layer composes rooms, and is one by itself. */
export function roomOf(file: string): string {
  const folder = file.slice(0, file.lastIndexOf('/'));
  return /^(app|server|app\/offline|app\/trpc)$/.test(folder) ? file : folder.split('/').slice(0, 3).join('/');
}

/** More files than this in one folder are several rooms. Pages lie flat, because their names are their addresses. */
export const MAX_FILES = 20;
export const MAY_BE_FULL = /^app\/routes$/;

/** More than one screenful of several things is several files. */
export const MAX_LINES = 300;

/** What stands at the root: the product's folders, and what tools demand there. */
export const ROOT_ENTRIES = [
  ...[
    '.ci',
    '.gitignore',
    'LICENSE',
    'README.md',
    'app',
    'biome.json',
    'db',
    'docs',
    'package-lock.json',
    'package.json',
    'public',
  ],
  ...['server', 'tests', 'tsconfig.json', 'vite.config.ts', 'wrangler.toml'],
];
