// A half-written message outlives its page: what is being written, and where in it, goes on in the next one.
import { state } from "./dress.js";
import { draft } from "./talk.js";

const EVERY_MS = 60;
const PAUSE_MS = 250;
const GUARD_MS = 5000;
const REST_MS = 1200;
let typed = -REST_MS;

const whole = () => document.querySelector("#draft textarea");

/** Where the desk has a lock, only a page that joins it again after it was away keeps what was being written. */
function keep() {
  const field = document.getElementById("over") ?? whole();
  if (!field || (state()?.dataset.guarded !== undefined && !document.getElementById("away"))) return;
  if (field.value) sessionStorage.setItem("desk-draft", field.value);
  if (document.activeElement !== field) return;
  const { selectionStart: start, selectionEnd: end, dir: direction, ariaLabel: label } = field;
  sessionStorage.setItem("desk-over", JSON.stringify({ start, end, direction, label }));
}

/** The page sets its parts in several steps, of which one may empty the field again: not what somebody wrote. */
function guard(text, start, end) {
  let last = { text, start, end };
  const note = ({ target }) => {
    if (target === whole()) last = { text: target.value, start: target.selectionStart, end: target.selectionEnd };
  };
  const put = () => {
    const field = whole();
    if (!field || field.value === last.text || field.value) return;
    const { text, start, end } = last;
    draft(text);
    field.setSelectionRange(start, end);
  };
  const sent = ({ type, key, shiftKey, target }) => {
    if (type === "click" ? target.closest("button") : key === "Enter" && !shiftKey) enough();
  };
  const again = setInterval(put, EVERY_MS);
  const enough = () => {
    clearInterval(again);
    sessionStorage.removeItem("desk-draft");
    removeEventListener("input", note, true);
    for (const kind of ["keydown", "click"]) removeEventListener(kind, sent, true);
  };
  addEventListener("input", note, true);
  for (const kind of ["keydown", "click"]) addEventListener(kind, sent, true);
  setTimeout(enough, GUARD_MS);
  draft(text);
  whole().setSelectionRange(start, end);
}

/** From the field that stood over the page while it was made: at the first moment in which no key is on its way. */
function takeOver(over) {
  if (!whole() || performance.now() - typed < PAUSE_MS) return setTimeout(() => takeOver(over), EVERY_MS);
  const { value, selectionStart, selectionEnd } = over;
  over.remove();
  guard(value, selectionStart, selectionEnd);
}

function carryOn() {
  const over = document.getElementById("over");
  const text = sessionStorage.getItem("desk-draft");
  if (over) takeOver(over);
  else if (text) guard(text, text.length, text.length);
}

/** Do something that would take the keys from a text once nobody is writing one. */
export function atRest(run) {
  const busy = document.getElementById("over") || performance.now() - typed < REST_MS;
  if (busy) setTimeout(() => atRest(run), EVERY_MS);
  else run();
}

/** Look after it from now on. */
export function watchCarried() {
  const now = ({ isComposing }) => (typed = isComposing ? Infinity : performance.now());
  for (const kind of ["keydown", "compositionstart", "compositionend"]) addEventListener(kind, now, true);
  addEventListener("pagehide", keep);
  addEventListener("desk-dressed", carryOn, { once: true });
}
