// What is sent while the page still turns to another conversation waits until it is there: it belongs to that one.
import { turning, want } from "./dress.js";

const LONGEST_MS = 8000; // then the desk is away or the conversation gone: the draft stays, and is sent by hand

let held = null;

function sends(event) {
  if (event.type === "click") return event.target.closest("#send");
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.closest("#draft textarea");
}

function hold(event) {
  if (!turning() || !sends(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held ??= setTimeout(() => release(false), LONGEST_MS);
}

function release(send) {
  if (held === null) return;
  clearTimeout(held);
  held = null;
  if (send) document.querySelector("#send").click();
  else want(null);
}

/** Look at everything that sends from now on. */
export function watchHeld() {
  document.addEventListener("click", hold, true);
  document.addEventListener("keydown", hold, true);
  addEventListener("desk-turned", () => requestAnimationFrame(() => release(true)));
}
