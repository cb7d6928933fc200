/** The reader in front of every action: it reads what browsers send, refuses what they do not, and takes its time by the byte. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ATTACHMENT_MAX_BYTES } from '#domain/correction/attachment';
import type { Actor, Role } from '#domain/person/user';
import { RequestRefusal } from '#server/http/body-limit';
import { formLimits, readForm } from '#server/http/form-reader';

const LIMITS = { maxBytes: 1_000_000, takesFiles: true };
const PAIRS = 'application/x-www-form-urlencoded';

function requestOf(body: BodyInit, type?: string): Request {
  const headers: HeadersInit = type === undefined ? {} : { 'Content-Type': type };
  return new Request('https://attendance.school.test/sign-in', { method: 'POST', body, headers });
}

/** What a form holds, in order; files by name, type and content. */
async function contentOf(form: FormData): Promise<unknown[]> {
  const entries = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : [value.name, value.type, await value.text()],
  ]);
  return Promise.all(entries);
}

async function statusOf(request: Request, limits = LIMITS): Promise<number> {
  return readForm(request, limits).then(
    () => 200,
    (error) => (error instanceof RequestRefusal ? error.status : 500),
  );
}

const name = fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,20}$/).filter((text) => !(text in Object.prototype));
const value = fc.string({ unit: 'binary', maxLength: 200 });

test('what a browser sends as pairs arrives as it was typed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 30 }), async (pairs) => {
      const form = await readForm(requestOf(new URLSearchParams(pairs)), LIMITS);
      expect([...form]).toEqual(pairs);
    }),
  );
});

test('what a browser sends in parts arrives as the platform would read it', async () => {
  const file = fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.stringMatching(/^[\w "%üÅ.-]{1,30}$/));
  const field = fc.tuple(name, fc.oneof(value, file));
  await fc.assert(
    fc.asyncProperty(fc.array(field, { maxLength: 20 }), async (fields) => {
      const sent = new FormData();
      for (const [key, given] of fields) {
        if (typeof given === 'string') sent.append(key, given.replace(/\r\n?|\n/g, '\r\n'));
        else sent.append(key, new File([new Uint8Array(given[0])], given[1], { type: 'text/csv' }));
      }
      const { headers, body } = new Response(sent);
      const form = await readForm(requestOf(await new Response(body).arrayBuffer(), String(headers.get('content-type'))), LIMITS);
      expect(await contentOf(form)).toEqual(await contentOf(sent));
    }),
  );
});

const part = (head: string, content = 'x') => `--b\r\n${head}\r\n\r\n${content}\r\n`;
const field = (of: string) => part(`Content-Disposition: form-data; name="${of}"`);
const IN_PARTS = 'multipart/form-data; boundary=b';

test.each([
  ['a quoted boundary', `${field('a')}--b--`, 'multipart/form-data; charset=utf-8; boundary="b"', [['a', 'x']]],
  ['no field at all', '--b--\r\n', IN_PARTS, []],
  ['an empty field', `${part('Content-Disposition: form-data; name="a"', '')}--b--`, IN_PARTS, [['a', '']]],
  ['something after its end', `${field('a')}--b--\r\nmore`, IN_PARTS, [['a', 'x']]],
  ['heads in another case', `${part('content-disposition: form-data; Name="a"')}--b--`, IN_PARTS, [['a', 'x']]],
  [
    'a boundary within a line',
    `${part('Content-Disposition: form-data; name="a"', 'x--b--\r\n-b')}--b--`,
    IN_PARTS,
    [['a', 'x--b--\r\n-b']],
  ],
  ['no pair at all', '', PAIRS, []],
  ['empty pairs', '&&a=1&&', `${PAIRS};charset=UTF-8`, [['a', '1']]],
  ['bytes that are no text', 'a=%ff', PAIRS, [['a', '\ufffd']]],
])('a form with %s is read', async (_name, body, type, content) => {
  expect(await contentOf(await readForm(requestOf(body, type), LIMITS))).toEqual(content);
});

test.each([
  ['JSON', 415, '{}', 'application/json'],
  ['plain text', 415, 'a=b', 'text/plain'],
  ['no type', 415, new Uint8Array(1), undefined],
  ['a type that only starts like one', 415, 'a=b', `${PAIRS}x`],
  ['an index', 400, 'a[400000000]=x', PAIRS],
  ['an index of the first', 400, 'a[0]=x', PAIRS],
  ['a path', 400, 'a.b.c=x', PAIRS],
  ['a list', 400, 'a[]=x', PAIRS],
  ['no name', 400, '=x', PAIRS],
  ['a name that every object has', 400, 'constructor=x', PAIRS],
  ['a prototype', 400, '__proto__=x', PAIRS],
  ['a command to the library that reads it', 400, '__intent__=%7B%7D', PAIRS],
  ['a state for the library that reads it', 400, '__state__=%7B', PAIRS],
  ['a long name', 400, `${'a'.repeat(65)}=x`, PAIRS],
  ['very many fields', 400, 'a&'.repeat(40_000), PAIRS],
  ['an index in a part', 400, `${field('a[400000000]')}--b--`, IN_PARTS],
  ['very many empty parts', 400, `${field('a').repeat(1_501)}--b--`, IN_PARTS],
  ['no boundary', 400, `${field('a')}--b--`, 'multipart/form-data'],
  ['another boundary', 400, `${field('a')}--b--`, 'multipart/form-data; boundary=c'],
  ['an empty body', 400, '', IN_PARTS],
  ['no end', 400, field('a'), IN_PARTS],
  ['half an end', 400, `${field('a')}--b`, IN_PARTS],
  ['a part cut off', 400, field('a').slice(0, -3), IN_PARTS],
  ['a part without a head', 400, '--b\r\n\r\nx\r\n--b--', IN_PARTS],
  ['a part without a name', 400, `${part('Content-Disposition: form-data')}--b--`, IN_PARTS],
  ['a part that is no field', 400, `${part('Content-Disposition: attachment; name="a"')}--b--`, IN_PARTS],
  ['a long head', 400, `${part(`X: ${'x'.repeat(3_000)}\r\nContent-Disposition: form-data; name="a"`)}--b--`, IN_PARTS],
  ['too many bytes', 413, `a=${'x'.repeat(1_000_000)}`, PAIRS],
])('what has %s is refused with %i', async (_name, status, body, type) => {
  expect(await statusOf(requestOf(body, type))).toBe(status);
});

test('a file is refused in a form that takes none', async () => {
  const sent = new FormData();
  sent.set('name', new File(['x'], 'x.csv'));
  expect(await statusOf(requestOf(sent))).toBe(200);
  expect(await statusOf(requestOf(sent), { ...LIMITS, takesFiles: false })).toBe(400);
});

test('of a body that says how long it is, nothing is read that may not be', async () => {
  let isRead = false;
  const body = new ReadableStream(
    {
      pull(controller) {
        isRead = true;
        controller.enqueue(new Uint8Array(10));
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { 'Content-Type': PAIRS, 'Content-Length': '9900000' };
  const request = new Request('https://attendance.school.test/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
  expect(await statusOf(request)).toBe(413);
  expect(isRead).toBe(false);
});

const someone = (role: Role): Actor => ({ id: 1, name: 'Ada', role, state: 'active' });

test.each([
  ['/sign-in', null, 65_536, false],
  ['/admin/import', null, 65_536, true],
  ['/profile/edit', someone('admin'), 262_144, false],
  ['/profile/photo', someone('student'), 262_144, true],
  ['/admin/import', someone('teacher'), 262_144, true],
  ['/admin/import', someone('admin'), 10_016_384, true],
  ['/admin/import.data', someone('admin'), 10_016_384, true],
  ['/admin/import/', someone('admin'), 10_016_384, true],
  ['/admin/import/7', someone('admin'), 262_144, false],
  ['/admin/timetable/closures', someone('admin'), 1_016_384, true],
  ['/corrections/7/attachment', someone('student'), 5_505_024, true],
  ['/attendance/7/correction.data', someone('student'), 5_505_024, true],
  ['/teach/sessions/7/correction', someone('teacher'), 5_505_024, true],
  ['/corrections/7/attachment.data', null, 65_536, false],
  ['/teach/announcements/new', someone('assistant'), 5_505_024, true],
  ['/teach/announcements/new', someone('student'), 262_144, false],
])('%s takes from %j %i bytes; a file: %s', (path, actor, maxBytes, takesFiles) => {
  expect(formLimits(path, actor)).toEqual({ maxBytes, takesFiles });
});

test('an announcement to every class brings the largest file', async () => {
  const sent = new FormData();
  for (let id = 0; id < 500; id++) sent.append('sectionIds', `${100_000 + id}`);
  sent.append('file', new File([new Uint8Array(ATTACHMENT_MAX_BYTES)], 'plan.pdf'));
  const { headers, body } = new Response(sent);
  const request = requestOf(await new Response(body).arrayBuffer(), String(headers.get('content-type')));
  expect(await statusOf(request, formLimits('/admin/announcements/new', someone('admin')))).toBe(200);
});

/** Ten times the bytes may take ten times as long, and some: not a hundred times. */
test.each([
  ['pairs', PAIRS, (times: number) => `${'a=&'.repeat(1_000)}a=${'%41'.repeat(times)}`],
  ['line ends', IN_PARTS, (times: number) => `${part('Content-Disposition: form-data; name="a"', '\r'.repeat(3 * times))}--b--`],
  [
    'almost a boundary',
    IN_PARTS,
    (times: number) => `${part('Content-Disposition: form-data; name="a"', '\r\n--'.repeat(times))}--b--`,
  ],
])('%s take time in proportion to their bytes', async (_name, type, make) => {
  const msOf = async (times: number) => {
    const request = requestOf(make(times), type);
    const startedAt = performance.now();
    await statusOf(request, { ...LIMITS, maxBytes: 10_000_000 });
    return performance.now() - startedAt;
  };
  await msOf(30_000);
  const small = await msOf(30_000);
  expect(await msOf(300_000)).toBeLessThan(40 * small + 200);
});
