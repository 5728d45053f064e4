/* Pages somebody keeps on their phone, to be read without network. While there is one, nothing is different but that
   the copies stay fresh. Only a page that carries the line of its age may be kept: no form, no page of staff does. */
const PAGES = "eindach-pages-1";
const FILES = "eindach-files-1";
const SLOT = "Eindach-Slot"; /* what a copy belongs to: a newer plan takes the place of the one before */
const LIST = "/on-this-phone/";
const MOST_PAGES = 40;
const MOST_FILES = 90;
const PATIENCE = 8000; /* ms until a copy is shown while the network still thinks */
const ANYHOW = { ignoreSearch: true, ignoreVary: true };
const LINE = '<div class="saved" hidden>';
const LINE_SHOWN = '<div class="saved" role="status">';
const OFFICE = /\/(places|matter)\//;
const WHOSE = /data-slot="([^"]*)"/;
const OF_A_PAGE = /(?:href|src)="(\/static\/[^"]+)"/g;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(withoutOlder().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (pathname.startsWith("/static/")) event.respondWith(file(event));
});
addEventListener("message", (event) => {
  const answer = (said) => event.ports[0].postMessage(said);
  event.waitUntil(keep(event.data).then(() => answer("kept"), () => answer("failed")));
});

async function withoutOlder() {
  const older = (await caches.keys()).filter((name) => name.startsWith("eindach-") && name !== PAGES && name !== FILES);
  await Promise.all(older.map((name) => caches.delete(name)));
}

async function page(event) {
  const { request } = event;
  const copy = request.method === "GET" && (await (await caches.open(PAGES)).match(request, ANYHOW));
  const fresh = fetch(request);
  if (!copy) return fresh.catch(whatIsHere);
  event.waitUntil(fresh.then((answer) => renew(request.url, copy.clone(), answer.clone())).catch(() => {}));
  const shown = () => withItsAge(copy);
  const late = new Promise((done) => setTimeout(() => done(shown()), PATIENCE));
  return Promise.race([fresh, late]).catch(shown);
}

async function file(event) {
  const files = await caches.open(FILES);
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(files.put(event.request.url, answer.clone()).then(() => limitFiles(files)));
    return answer;
  } catch (fault) {
    return (await files.match(event.request, ANYHOW)) ?? Response.error();
  }
}

/* `slot`: what these pages belong to · `pages`, `files`: addresses; the first page must be there, others may fail. */
async function keep({ slot, pages, files }) {
  const known = await caches.open(PAGES);
  const earlier = await copiesOf(known, slot);
  const answers = await Promise.all(pages.map((one) => fetch(one).catch(() => undefined)));
  if (!answers[0]?.ok || !(await put(pages[0], answers[0], slot))) throw new Error("not there");
  for (const [at, answer] of answers.entries()) if (at > 0 && answer?.ok) await put(pages[at], answer, slot);
  const now = new Set(pages.map((one) => plain(one)));
  await Promise.all(earlier.filter((url) => !now.has(url)).map((url) => known.delete(url)));
  await withFiles(files);
}

async function put(url, answer, slot) {
  const html = await answer.text();
  if (answer.redirected || !html.includes(LINE)) return false;
  const headers = new Headers(answer.headers);
  headers.set(SLOT, slot);
  const known = await caches.open(PAGES);
  await known.put(plain(url), new Response(html, { headers }));
  await limitPages(known, slot);
  await withFiles([...html.matchAll(OF_A_PAGE)].map(([, path]) => path));
  return true;
}

/* An own page has one address for everybody who signs in on this phone: that of somebody else neither becomes a copy
   nor lies beside it. */
async function renew(url, copy, answer) {
  const isSomebodyElses = answer.ok && (await areOfTwo(copy, answer.clone()));
  if (answer.status === 404 || isSomebodyElses) await (await caches.open(PAGES)).delete(plain(url));
  else if (answer.ok) await put(url, answer, copy.headers.get(SLOT));
}

/* A page without a slot of its own, such as a booking that was cancelled, is of whoever has its address. */
async function areOfTwo(copy, answer) {
  const [before, now] = await Promise.all([copy, answer].map(async (page) => (await page.text()).match(WHOSE)?.[1]));
  return now !== undefined && now !== before;
}

async function withFiles(paths) {
  const files = await caches.open(FILES);
  const missing = [];
  for (const path of new Set(paths)) if (!(await files.match(path, ANYHOW))) missing.push(path);
  await Promise.all(missing.map((path) => files.add(path).catch(() => {})));
  await limitFiles(files);
}

async function copiesOf(known, slot) {
  return (await copies(known)).filter((one) => one.slot === slot).map(({ url }) => url);
}

/* The oldest first. */
async function copies(known) {
  const keys = await known.keys();
  return Promise.all(keys.map(async ({ url }) => ({ url, slot: (await known.match(url, ANYHOW)).headers.get(SLOT) })));
}

async function limitPages(known, slot) {
  await Promise.all(leaving(await copies(known), MOST_PAGES, slot).map((url) => known.delete(url)));
}

async function limitFiles(files) {
  const keys = await files.keys(); /* the oldest first */
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_FILES)).map((one) => files.delete(one)));
}

/* What goes where there are too many: pages of another slot before those of this one, offices before plans and
   appointments, of these the oldest; the list of what is here never. */
function leaving(kept, most, slot) {
  const worth = (one) => 2 * (one.slot === slot) + !OFFICE.test(one.url);
  const sorted = kept.filter(({ url }) => !url.endsWith(LIST)).sort((one, other) => worth(one) - worth(other));
  return sorted.slice(0, Math.max(0, kept.length - most)).map(({ url }) => url);
}

async function withItsAge(copy) {
  const html = await copy.clone().text();
  return new Response(html.replace(LINE, LINE_SHOWN), { headers: copy.headers });
}

async function whatIsHere() {
  const known = await caches.open(PAGES);
  const list = (await known.keys()).find(({ url }) => url.endsWith(LIST));
  return list ? withItsAge(await known.match(list, ANYHOW)) : Response.error();
}

function plain(url) {
  const { origin, pathname } = new URL(url, location.origin);
  return origin + pathname;
}
