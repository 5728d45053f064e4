// Step 1: the list narrows while somebody types. Without this file the button beside the field does it.
const field = document.getElementById("q");
const tiles = [...document.querySelectorAll(".want")];
const topics = [...document.querySelectorAll(".topic")];
const none = document.querySelector(".find-none");

function narrow() {
  const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const tile of tiles) {
    const text = tile.dataset.words.toLocaleLowerCase();
    const found = words.every((word) => text.includes(word));
    // What is chosen stays in sight.
    tile.hidden = !found && !tile.querySelector("input").checked;
    if (found) shown += 1;
  }
  for (const topic of topics) topic.hidden = !topic.querySelector(".want:not([hidden])");
  none.hidden = shown > 0;
}

field.addEventListener("input", narrow);
