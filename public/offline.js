// The offline page: lists the pages that are kept on this device, and tries again when the network is back.
const NAMES = {
  '/': 'Home',
  '/scan': 'Scan',
  '/timetable': 'Timetable',
  '/attendance': 'Attendance',
  '/badge': 'My badge',
  '/inbox': 'Inbox',
  '/teach': 'Today',
  '/outbox': 'Waiting to be sent',
  '/self-test': 'Self-test',
};

async function listKept() {
  const cache = await caches.open('muster-pages');
  const paths = (await cache.keys()).map((request) => new URL(request.url).pathname);
  const pages = Object.keys(NAMES).filter((path) => paths.includes(path));
  for (const path of pages) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = path;
    link.textContent = NAMES[path];
    item.append(link);
    document.getElementById('kept-pages').append(item);
  }
  document.getElementById('kept').hidden = pages.length === 0;
}

/** Whether the person has chosen a page from the list: then nothing gets in its way. */
let isLeaving = false;

/** The browser's word that it is online is not yet the school's. */
async function reloadWhenReachable() {
  const isReachable = await fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (isReachable && !isLeaving) location.reload();
}

document.getElementById('kept-pages').addEventListener('click', () => {
  isLeaving = true;
});
document.getElementById('retry').addEventListener('click', () => location.reload());
window.addEventListener('online', reloadWhenReachable);
listKept();
