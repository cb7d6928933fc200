/** Made-up requests as they stand on the wire: mostly HTTP, mostly ours, and wrong here and there. */
import { integerFrom, type Random } from '#db/seed/random';
import { oneOf, TEXTS } from './fuzz-inputs';

const PAGES = [
  ...[
    '/',
    '/sign-in',
    '/sign-up',
    '/forgot-password',
    '/reset-password',
    '/set-up',
    '/accept-invitation',
    '/pending',
    '/c',
    '/scan',
  ],
  ...['/timetable', '/timetable/calendar', '/attendance', '/inbox', '/profile', '/profile/edit', '/profile/password'],
  ...[
    '/profile/photo',
    '/photos/1',
    '/badge',
    '/outbox',
    '/teach',
    '/teach/sessions/1',
    '/teach/sessions/1/change',
    '/teach/sessions/new',
  ],
  ...[
    '/teach/sections/1/cards',
    '/admin',
    '/admin/live',
    '/admin/people',
    '/admin/people/1',
    '/admin/people/new',
    '/admin/people/1/invite',
  ],
  ...[
    '/admin/sections',
    '/admin/sections/1',
    '/admin/settings',
    '/admin/import',
    '/admin/import/1',
    '/admin/timetable',
    '/calendar/x.ics',
  ],
  ...[
    '/admin/timetable/closures',
    '/admin/timetable/terms',
    '/admin/timetable/slots/1',
    '/admin/timetable/slots/new',
    '/healthz',
  ],
  ...[
    '/export/my-attendance.csv',
    '/export/my-data.json',
    '/export/oneroster.zip',
    '/export/report.csv',
    '/export/report.xlsx',
    '/favicon.svg',
    '/sw.js',
    '/_root.data',
    '/__manifest',
  ],
];
const METHODS = [
  ...Array(12).fill('GET'),
  ...Array(12).fill('POST'),
  'HEAD',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'get',
];
const QUERIES = [
  '?index',
  '?_routes=root',
  '?_routes=,',
  '?_data=x',
  '?input={',
  '?input=%7B%7D',
  '?batch=1',
  '?week=x',
  '?after=x',
  '?%',
  '?=',
];
const TYPES = [
  ...Array(6).fill('application/x-www-form-urlencoded'),
  ...Array(4).fill('multipart/form-data; boundary=b'),
  ...[
    'application/json',
    'multipart/form-data',
    'text/plain',
    'multipart/form-data; boundary=',
    '',
    ';',
    'application/json; charset=x',
  ],
];
const NAMES = [
  ...[
    'intent',
    'act',
    'email',
    'password',
    'name',
    'next',
    'assertion',
    'code',
    'step',
    'userId',
    'role',
    'personId',
    'decision',
  ],
  ...[
    'day',
    'startTime',
    'endTime',
    'file',
    'photo',
    'kind',
    'reason',
    'headCount',
    'sectionId',
    'termId',
    'closureId',
    'holiday',
  ],
  ...[
    'a[0]',
    'a[400000000]',
    'a.b',
    '__proto__',
    '__intent__',
    '__state__',
    'constructor',
    '',
    'form',
    'theme',
    'deviceId',
    'remove',
  ],
];
const INTENTS = [
  'edit',
  'save',
  'preview',
  'create',
  'move',
  'cancel',
  'restore',
  'apply',
  'simulate',
  'delete',
  'read',
  'import',
  'x',
];
const HEADERS = [
  ...[
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-For: ,,',
    'X-Forwarded-Proto: javascript',
    'Origin: null',
    'Origin: ://',
    'Referer: x',
  ],
  ...[
    'If-None-Match: *',
    'Range: bytes=0-',
    'Accept-Encoding: br;q=x',
    'Accept: application/jsonl',
    'trpc-accept: application/jsonl',
  ],
  ...[
    'X-Muster-User: x',
    'Sec-Fetch-Site: cross-site',
    'Transfer-Encoding: chunked',
    'Content-Length: x',
    'Content-Length: 5',
    'Expect: x',
  ],
  ...[
    'Cookie: muster_session=%; =;;',
    'Upgrade: websocket',
    'Purpose: prefetch',
    ': x',
    'X',
    'User-Agent: Googlebot',
    'Last-Event-ID: x',
  ],
];

function pairs(random: Random): [string, string][] {
  return Array.from({ length: integerFrom(random, 0, 6) }, () => {
    const name = oneOf(random, NAMES);
    return [name, name === 'intent' && random() < 0.9 ? oneOf(random, INTENTS) : oneOf(random, TEXTS)];
  });
}

function parts(random: Random): string {
  const made = pairs(random).map(([name, value]) => {
    const file = random() < 0.3 ? '; filename="a.csv"' : '';
    return `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return `${made.join('')}--b--\r\n`;
}

function bodyFor(random: Random, type: string): string {
  if (random() < 0.1) return oneOf(random, TEXTS);
  if (type.startsWith('multipart')) return parts(random);
  return type.startsWith('application/json') ? JSON.stringify(pairs(random)) : String(new URLSearchParams(pairs(random)));
}

function target(random: Random, procedures: string[]): string {
  if (random() < 0.05) return `/${oneOf(random, TEXTS)}`;
  const path = random() < 0.25 ? `/trpc/${oneOf(random, procedures)}` : oneOf(random, PAGES);
  const data = random() < 0.2 ? '.data' : '';
  return path + data + (random() < 0.3 ? oneOf(random, QUERIES) : '');
}

/** One request, whole but for what is wrong with it.
 *  @param cookies of people who are signed in */
export function requestText(
  random: Random,
  { host, cookies, procedures }: { host: string; cookies: string[]; procedures: string[] },
) {
  const type = oneOf(random, TYPES);
  const method = oneOf(random, METHODS);
  const body = method === 'GET' ? '' : bodyFor(random, type);
  const cookie = random() < 0.7 ? [`Cookie: ${oneOf(random, cookies)}`] : [];
  const lines = [
    `${method} ${target(random, procedures)} HTTP/1.1`,
    ...(random() < 0.97 ? [`Host: ${random() < 0.97 ? host : oneOf(random, TEXTS)}`] : []),
    ...(body === '' ? [] : [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`]),
    ...cookie,
    ...(random() < 0.4 ? [oneOf(random, HEADERS)] : []),
    'Connection: close',
  ];
  const text = `${lines.join('\r\n')}\r\n\r\n${body}`;
  return random() < 0.03 ? text.slice(0, integerFrom(random, 0, text.length)) : text;
}
