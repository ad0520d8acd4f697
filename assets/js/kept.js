// What a reader opened stays open when its surroundings are painted anew: details, and parts behind a toggle.
const open = new Map();
const unfolded = new Set();
let turning = false;

function remember() {
  turning = false;
  for (const part of document.querySelectorAll("details[data-keep]")) open.set(part.dataset.keep, part.open);
}

function restore() {
  if (turning) return;
  for (const part of document.querySelectorAll("details[data-keep]")) {
    const kept = open.get(part.dataset.keep);
    if (kept !== undefined && part.open !== kept) part.open = kept;
  }
  document.querySelectorAll("[data-toggle]").forEach(unfold);
}

function unfold(toggle) {
  const wanted = unfolded.has(toggle.dataset.toggle);
  const part = document.getElementById(toggle.dataset.toggle);
  if (part && part.hidden === wanted) part.hidden = !wanted;
  if (toggle.ariaExpanded !== String(wanted)) toggle.ariaExpanded = String(wanted);
}

/** Look after it from now on. */
export function watchKept() {
  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      const name = toggle.dataset.toggle;
      if (!unfolded.delete(name)) unfolded.add(name);
      unfold(toggle);
    }
    if (!event.target.closest("summary")) return;
    turning = true;
    setTimeout(remember);
  });
  const kinds = { subtree: true, childList: true, attributeFilter: ["open", "hidden"] };
  new MutationObserver(restore).observe(document.body, kinds);
}
