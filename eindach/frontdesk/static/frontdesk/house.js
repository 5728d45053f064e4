// Call display and visitor's page: shows what has changed in the house without being loaded anew. What live events send
// is what the page would show anyway; when they are silent the page asks by itself, and says so when nobody answers.
const live = document.getElementById("live");
const stale = document.getElementById("stale");
const button = document.getElementById("sound");
const SILENT = 40000;
const PATIENCE = 8000;
const POLL = Number(live.dataset.poll) * 1000;
let heard = Date.now();
let source = null;
let asking = false;
let again = false;
let audio = null;

function called() {
  return Number(live.querySelector("[data-call]")?.dataset.call ?? 0);
}

function chime() {
  if (audio?.state !== "running") return;
  [[659, 0], [523, 0.4]].forEach(([pitch, after]) => {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    const start = audio.currentTime + after;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.0001, start);
    loudness.gain.exponentialRampToValueAtTime(0.35, start + 0.03);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 1.2);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 1.3);
  });
}

function show(html) {
  const before = called();
  live.innerHTML = html;
  turn();
  if (called() <= before) return;
  live.querySelector(".call")?.classList.add("call--new");
  chime();
  navigator.vibrate?.([300, 150, 300]);
}

function hear() {
  heard = Date.now();
  stale.hidden = true;
}

// The page itself, taken apart: the way and the number of a visitor only when they have changed, so that nobody loses
// the focus.
async function ask() {
  again = asking; // what is on its way may be older than what is asked for now
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const anew = page.getElementById("live");
    if (anew.innerHTML !== live.innerHTML) show(anew.innerHTML);
    if (document.getElementById("route") && anew.dataset.version !== live.dataset.version) {
      for (const part of ["route", "number"]) {
        document.getElementById(part).innerHTML = page.getElementById(part).innerHTML;
      }
      live.dataset.version = anew.dataset.version;
    }
    hear();
  } catch {
    stale.hidden = false;
  } finally {
    asking = false;
    if (again) ask();
  }
}

function listen() {
  source?.close();
  source = null;
  if (!live.dataset.events) return;
  source = new EventSource(live.dataset.events);
  source.addEventListener("beat", hear);
  source.addEventListener("house", (event) => {
    const said = JSON.parse(event.data);
    hear();
    live.dataset.line = "open";
    if (!said) return void ask();
    show(said.html);
    if (said.version && said.version !== live.dataset.version) ask();
  });
  // The browser connects again by itself, unless it was refused.
  source.addEventListener("error", () => {
    live.dataset.line = "closed";
    setTimeout(ask, Math.random() * POLL / 4);
  });
}

function watch() {
  const is_open = source?.readyState === EventSource.OPEN && Date.now() - heard < SILENT;
  if (is_open) return;
  ask();
  if (source?.readyState !== EventSource.CONNECTING || Date.now() - heard > SILENT) listen();
}

// Of the languages that come in turn one is marked; the display's sentences share their room two by two.
let whose = -1;
function turn(by = 0) {
  const names = document.querySelectorAll(".turn-name");
  if (!names.length) return;
  whose = (Math.max(whose, 0) + by) % names.length;
  document.querySelectorAll(".screen__help .turn, .turn-name").forEach((one) => {
    one.classList.toggle("is-on", one.lang === names[whose].lang);
  });
  const sentences = [...live.querySelectorAll(".call__sentence.turn")];
  const first = sentences.length > 2 ? whose % sentences.length : 0;
  sentences.forEach((one, place) => {
    one.hidden = (place - first + sentences.length) % sentences.length > 1;
  });
}

function tick(clock, ahead) {
  const form = { hour: "numeric", minute: "2-digit", timeZone: clock.dataset.zone };
  clock.textContent = new Intl.DateTimeFormat("de-DE", form).format(Date.now() + ahead);
}

if (live.dataset.events || live.dataset.poll) {
  listen();
  setInterval(watch, POLL);
  addEventListener("online", watch);
  addEventListener("pageshow", (event) => event.persisted && watch());
  addEventListener("pagehide", () => source?.close());
}

const clock = document.getElementById("clock");
if (clock) {
  const ahead = Number(clock.dataset.now) * 1000 - Date.now(); // a television's own clock is often wrong
  setInterval(tick, 1000, clock, ahead);
  turn();
  setInterval(turn, 8000, 1);
}

// Browsers play nothing before somebody touched the page; one set up for it does so at once.
if (button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    audio ??= new AudioContext();
    await audio.resume();
    chime();
    button.hidden = true;
  });
  if (live.dataset.beep === "at-once") {
    audio = new AudioContext();
    audio.addEventListener("statechange", () => { button.hidden = audio.state === "running"; });
    button.hidden = audio.state === "running";
  }
}
