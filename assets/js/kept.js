// What a reader opened stays open when its surroundings are painted anew.
const open = new Map();
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
}

/** Look after it from now on. */
export function watchKept() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("summary")) return;
    turning = true;
    setTimeout(remember);
  });
  new MutationObserver(restore).observe(document.body, { subtree: true, childList: true, attributeFilter: ["open"] });
}
