// The front desk: its lists follow the house. Whoever is busy in a list is not disturbed, and the field keeps the focus,
// because scanners type wherever it is.
const POLL = 20000;
const events = document.getElementById("lists").dataset.events;
let asking = false;
let again = false;

function isBusy() {
  const lists = document.getElementById("lists");
  return lists.contains(document.activeElement) || lists.querySelector("details[open]");
}

async function ask() {
  again = asking; // what is on its way may be older than what is asked for now
  if (asking || isBusy() || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch(`${location.pathname}${location.search}`, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const anew = page.getElementById("lists");
    if (!anew || isBusy()) return;
    document.getElementById("lists").innerHTML = anew.innerHTML;
    document.getElementById("state").textContent = page.getElementById("state").textContent;
  } finally {
    asking = false;
    if (again) ask().catch(() => {});
  }
}

if (events) {
  const source = new EventSource(events);
  source.addEventListener("house", ask);
  addEventListener("pagehide", () => source.close());
}
setInterval(() => ask().catch(() => {}), POLL);
