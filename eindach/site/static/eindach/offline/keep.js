/* "Keep on this phone": nothing is stored before somebody asks for it, and all of it goes when they say so. */
const PAGES = "eindach-pages-1";
const SLOT = "Eindach-Slot";
const box = document.querySelector("[data-slot]");
const list = document.querySelector("[data-kept-list]");

async function copies() {
  if (!(await caches.has(PAGES))) return [];
  const known = await caches.open(PAGES);
  return Promise.all((await known.keys()).map(async ({ url }) => ({ url, copy: await known.match(url, { ignoreVary: true }) })));
}

async function keep() {
  await navigator.serviceWorker.register("/worker.js");
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name)).filter(({ pathname }) => pathname.startsWith("/static/"));
  const said = {
    slot: box.dataset.slot,
    pages: [location.pathname, ...box.dataset.pages.split(" ").filter(Boolean)],
    files: files.map(({ pathname }) => pathname),
  };
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data === "kept");
    active.postMessage(said, [port2]);
  });
}

async function tried() {
  return (await keep().catch(() => false)) ? "kept" : "failed";
}

async function forget() {
  const ours = (await caches.keys()).filter((name) => name.startsWith("eindach-"));
  await Promise.all(ours.map((name) => caches.delete(name)));
  const worker = await navigator.serviceWorker.getRegistration("/");
  await worker?.unregister();
}

/* One of: offered, kept, failed. */
function show(root, state) {
  for (const part of root.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
  root.dataset.state = state;
}

async function begin() {
  const mine = (await copies()).filter(({ copy }) => copy.headers.get(SLOT) === box.dataset.slot);
  const here = location.origin + location.pathname;
  /* What was ticked off or changed stands at a new address: the newer copy takes the place of the older. */
  const is_older = mine.length > 0 && !mine.some(({ url }) => url === here);
  show(box, is_older ? await tried() : mine.length ? "kept" : "offered");
  box.hidden = false;
  box.querySelector("[data-keep]").addEventListener("click", async () => show(box, await tried()));
  box.querySelector("[data-forget]").addEventListener("click", () => forget().then(() => show(box, "offered")));
}

/* The page's own heading; beside it its age, or of an office its name. One's own pages come before those of offices. */
function row(url, page) {
  const office = page.querySelector("[data-kept-note]");
  const words = document.createElement("span");
  const note = document.createElement("span");
  note.className = "meta muted";
  note.textContent = (office ?? page.querySelector(".saved p")).textContent;
  words.append(page.querySelector("h1").textContent, note);
  const link = document.createElement("a");
  link.href = url;
  link.append(words);
  const one = document.createElement("li");
  one.append(link);
  return { one, isMine: !office };
}

async function listAll() {
  const found = (await copies()).filter(({ url }) => !url.endsWith("/on-this-phone/"));
  const rows = await Promise.all(found.map(async ({ url, copy }) => row(url, new DOMParser().parseFromString(await copy.text(), "text/html"))));
  const sorted = [...rows.filter(({ isMine }) => isMine), ...rows.filter(({ isMine }) => !isMine)];
  list.append(...sorted.map(({ one }) => one));
  const root = list.closest("[data-state]");
  show(root, found.length ? "kept" : "offered");
  root.querySelector("[data-forget]").addEventListener("click", () => forget().then(() => (list.replaceChildren(), show(root, "offered"))));
}

if ("serviceWorker" in navigator && "caches" in window) {
  if (box) begin();
  if (list) listAll();
}
