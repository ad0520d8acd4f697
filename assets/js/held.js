// What would be lost between two answers of the desk waits for the first of them: a message that is sent while the
// page still turns to its conversation, and the other language while a conversation's first message is on its way.
import { state, turning, want } from "./dress.js";

const LONGEST_MS = 8000; // then the desk is away or the conversation gone: the draft stays, and is sent by hand
const LOOK_MS = 50;
const SETTLED_MS = 400; // until the desk knows the stream that the page then follows, so that it can be cut off

let held = null;
let beginning = false;
let swapped = false;

function sends(event) {
  if (event.type === "click") return event.target.closest("#send");
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.closest("#draft textarea");
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function hold(event) {
  if (beginning && event.type === "click" && event.target.closest("#swap")) {
    swapped = !swapped;
    return stop(event);
  }
  if (!sends(event)) return;
  if (!turning()) return begin();
  stop(event);
  held ??= setTimeout(() => release(false), LONGEST_MS);
}

/** A conversation begins with this message: until the page knows which one, a page painted anew would be empty. */
function begin() {
  if (beginning || state()?.dataset.conversation || !document.querySelector("#draft textarea").value.trim()) return;
  const notice = () => document.querySelector("#notice .error")?.dataset.since;
  const before = notice();
  const ends = performance.now() + LONGEST_MS;
  beginning = true;
  const look = setInterval(() => {
    const come = (state()?.dataset.conversation && answering()) || notice() !== before;
    if (!come && performance.now() < ends) return;
    clearInterval(look);
    setTimeout(turnLanguage, SETTLED_MS);
  }, LOOK_MS);
}

/** Whether the page follows the answer: an earlier turn could not cut it off, and it would paint the old language again. */
function answering() {
  return document.querySelector("#live .msg, #messages .asked");
}

function turnLanguage() {
  beginning = false;
  if (swapped) document.querySelector("#swap").click();
  swapped = false;
}

function release(send) {
  if (held === null) return;
  clearTimeout(held);
  held = null;
  if (send) document.querySelector("#send").click();
  else want(null);
}

/** Look at everything that sends or turns the language from now on, before anybody else does. */
export function watchHeld() {
  addEventListener("click", hold, true);
  addEventListener("keydown", hold, true);
  addEventListener("desk-turned", () => requestAnimationFrame(() => release(true)));
}
