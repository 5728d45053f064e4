/* Print the plan: with everything that is folded up on the screen. */
const folds = document.querySelectorAll("details.my-step__more");
document.querySelector("[data-print]")?.addEventListener("click", () => print());
addEventListener("beforeprint", () => folds.forEach((one) => { one.dataset.was = one.open; one.open = true; }));
addEventListener("afterprint", () => folds.forEach((one) => { one.open = one.dataset.was === "true"; }));
