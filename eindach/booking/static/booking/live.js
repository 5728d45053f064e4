// Step 3: a word at a plan whose times have just been taken by somebody else. The page works without it.
const form = document.getElementById("choose");

function gone(plan) {
  const said = plan.querySelector(".plan__gone");
  if (said) said.hidden = false;
  plan.classList.add("plan--gone");
}

if (form?.dataset.events && "EventSource" in window) {
  for (const plan of form.querySelectorAll(".plan")) {
    const offer = plan.querySelector("input").value;
    const source = new EventSource(`${form.dataset.events}/events/offers?offer=${encodeURIComponent(offer)}`);
    source.addEventListener("gone", () => {
      gone(plan);
      source.close();
    });
  }
  addEventListener("pagehide", () => form.dataset.events && window.stop());
}
