// The workplace by keyboard, and always as it is: live events only say that something changed in the house, the page then
// asks for itself. Without a script every button works, and the page loads itself anew.
const work = document.getElementById("work");
const stale = document.getElementById("stale");
const PATIENCE = 8000;
const SETTLE = 500; // a second press of the key that brought us here is not meant for what stands here now
const POLL = Number(work.dataset.poll) * 1000;
const WRITING = "input, textarea, select, [contenteditable]";
const PRESSABLE = "a, button, summary";
let shown = performance.now();
let leaving = false;
let asking = false;
let again = false;

function pressed(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest(WRITING)) return;
  if (key === "Escape") document.querySelectorAll("details[open]").forEach((one) => { one.open = false; });
  if (key === "Enter" && event.target.closest(PRESSABLE)) return;
  if (performance.now() - shown < SETTLE || leaving) return;
  const box = { "?": "keys", p: "pause" }[key];
  if (box && document.getElementById(box)) {
    const details = document.getElementById(box);
    details.open = !details.open;
    (details.querySelector("select") ?? details.firstElementChild).focus();
    event.preventDefault();
    return;
  }
  const button = work.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

// One press is one act, however often it is pressed.
function sent(event) {
  if (leaving) return void event.preventDefault();
  leaving = true;
  event.submitter?.setAttribute("aria-disabled", "true");
}

function plain(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll("[name=csrfmiddlewaretoken], time").forEach((one) => one.remove());
  return copy.innerHTML.replace(/data-now="\d+"/g, "");
}

// Nothing is taken away from under the hands of whoever writes or chooses.
function is_busy() {
  return leaving || work.querySelector("details[open]") || work.querySelector(`:is(${WRITING}):focus`);
}

function renew(page) {
  const anew = page.getElementById("work");
  if (!anew) return void location.reload();
  work.querySelector("time").textContent = anew.querySelector("time").textContent;
  if (plain(anew) === untouched || is_busy()) return;
  const key = document.activeElement.dataset?.key;
  work.innerHTML = anew.innerHTML;
  untouched = plain(anew);
  document.title = page.title;
  shown = performance.now();
  if (key) work.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  count();
}

async function ask() {
  again = asking; // what is on its way may be older than what is asked for now
  if (asking || leaving) return;
  asking = true;
  try {
    const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(answer.status);
    if (answer.redirected) return void location.reload();
    renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
    stale.hidden = true;
  } catch {
    stale.hidden = false;
  } finally {
    asking = false;
    if (again) ask();
  }
}

// How long something can still be taken back; then the button goes.
function count() {
  const left = work.querySelector("[data-until]");
  if (!left) return;
  left.dataset.end ??= Date.now() + (Number(left.dataset.until) - Number(left.dataset.now)) * 1000;
  const seconds = Math.round((Number(left.dataset.end) - Date.now()) / 1000);
  left.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "second" }).format(Math.max(seconds, 0));
  if (seconds <= 0) left.closest(".acts__done").querySelector("form")?.remove();
}

let untouched = plain(work);
addEventListener("keydown", pressed);
addEventListener("submit", sent);
addEventListener("pageshow", () => { leaving = false; });
setInterval(count, 1000);
setInterval(ask, POLL);
count();
if (work.dataset.events) {
  const source = new EventSource(work.dataset.events);
  source.addEventListener("house", ask);
  addEventListener("pagehide", () => source.close());
}
