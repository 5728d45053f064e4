// A kiosk: keys on the screen, the field always ready for the scanner, and back to the languages when somebody has gone.
// Ten seconds without a touch it asks; twenty more and it begins anew, so that nobody reads on what is another's.
const home = document.body.dataset.home;
const idle = document.getElementById("idle");
const field = document.getElementById("number");
const keys = document.getElementById("keys");
const ASKS = 10000;
const LEAVES = 20000;
let asks = 0;
let leaves = 0;

function begin() {
  clearTimeout(asks);
  clearTimeout(leaves);
  idle.hidden = true;
  if (home) asks = setTimeout(ask, ASKS);
}

function ask() {
  idle.hidden = false;
  leaves = setTimeout(() => location.replace(home), LEAVES);
}

for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, begin, { passive: true });
begin();

if (keys) {
  keys.hidden = false;
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    field.value = key === "back" ? field.value.slice(0, -1) : field.value + key;
  });
}

// A kiosk shows no tabs, so there is no way back from the paper: it is closed again, at the latest with this page.
const paper = document.getElementById("paper");
let sheet = null;
paper?.addEventListener("click", (event) => {
  event.preventDefault();
  sheet?.close();
  sheet = open(paper.href);
  setTimeout(() => sheet?.close(), LEAVES);
});
addEventListener("pagehide", () => sheet?.close());

// What was shown to one person is not in the memory of the browser for the next.
addEventListener("pageshow", (event) => event.persisted && location.replace(home || location.href));
