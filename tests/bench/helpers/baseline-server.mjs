/**
 * What a check-in is compared with: `node baseline-server.mjs bare` answers every POST with 200 once its body is there;
 * `node baseline-server.mjs insert <file>` first stores the body in a libSQL file, durably, one commit each. A GET opens a live view of
 * the bodies as they are answered.
 */
import { createServer } from 'node:http';
import { createClient } from '@libsql/client';

/** The same durability as the product's: an answer means that the row is on disk. */
async function openStore(file) {
  const client = createClient({ url: `file:${file}`, concurrency: 1 });
  await client.execute('PRAGMA journal_mode=WAL');
  await client.execute('PRAGMA synchronous=FULL');
  await client.execute('create table check_ins (id integer primary key, body text not null)');
  return (body) => client.execute({ sql: 'insert into check_ins (body) values (?)', args: [body] });
}

const [kind, file] = process.argv.slice(2);
const store = kind === 'insert' ? await openStore(file) : () => {};

const views = new Set();

function openView(res) {
  views.add(res);
  res.once('close', () => views.delete(res));
  res.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': open\n\n');
}

const server = createServer((req, res) => {
  if (req.method === 'GET') return openView(res);
  let body = '';
  req.setEncoding('utf8').on('data', (chunk) => (body += chunk));
  req.on('end', async () => {
    await store(body);
    res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"result":{"data":{"outcome":"recorded"}}}');
    for (const view of views) view.write(`data: ${body}\n\n`);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
