// Steps 4 and 5: the hold is renewed while somebody types, and they hear softly when their times have gone.
// Without this file every sent form renews it.
const kept = document.getElementById("kept");
const form = document.getElementById("contact");
const QUIET = 4000;
const LEAST = 30000;
let timer = 0;
let last = Date.now();
let under_way = new AbortController();

async function renew() {
  timer = 0;
  last = Date.now();
  under_way = new AbortController();
  try {
    const answer = await fetch(kept.dataset.renew, {
      method: "POST", body: new FormData(form), credentials: "same-origin", signal: under_way.signal,
    });
    if (!answer.headers.get("Content-Type").startsWith("application/json")) return;
    const said = await answer.json();
    kept.querySelector(".kept__said").textContent = said.said;
    kept.classList.toggle("kept--gone", answer.status === 410);
  } catch {
    // No network just now, or the form is being sent: the server decides in the end.
  }
}

if (kept && form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, Date.now() - last > LEAST ? 0 : QUIET);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    under_way.abort();
  });
}
