// Step 3: a word at a plan whose times have just been taken by somebody else. The page works without it.
const form = document.getElementById("choose");
const sources = [];

function listen(plan) {
  const offer = encodeURIComponent(plan.querySelector("input").value);
  const source = new EventSource(`${form.dataset.events}/events/offers?offer=${offer}`);
  source.addEventListener("gone", () => {
    plan.querySelector(".plan__gone").hidden = false;
    source.close();
  });
  sources.push(source);
}

// What this person holds themselves is taken, but not by somebody else.
if (form?.dataset.events) form.querySelectorAll(".plan:not(.plan--own)").forEach(listen);
// An open stream would keep the page out of the browser's memory of pages to go back to.
addEventListener("pagehide", () => sources.forEach((source) => source.close()));
