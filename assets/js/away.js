// The desk may end or start anew while its page is open: the page says so, and goes on by itself when it is back.
import { state, words } from "./dress.js";
import { draft } from "./talk.js";

const EVERY_MS = 3000;
const PATIENCE_MS = 5000;
let missed = 0;
let start = null;

function say(text) {
  let line = document.getElementById("away");
  if (!line) {
    line = Object.assign(document.createElement("div"), { id: "away" });
    line.setAttribute("role", "alert");
    document.body.append(line);
  }
  line.textContent = text;
}

/** What was being written outlives a reload; where the desk has a lock, only the one that joins it again. */
function keep() {
  const text = document.querySelector("#draft textarea")?.value;
  const left = document.getElementById("away") || !state()?.dataset.guarded;
  if (text && left) sessionStorage.setItem("desk-draft", text);
}

/** Put a text back into the draft. The page sets its parts in several steps, of which one may empty the field again. */
function giveBack(text) {
  const again = setInterval(() => document.querySelector("#draft textarea")?.value || draft(text), 200);
  const enough = () => {
    clearInterval(again);
    sessionStorage.removeItem("desk-draft");
  };
  setTimeout(enough, PATIENCE_MS);
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, enough, { once: true, capture: true });
  draft(text);
}

async function look() {
  try {
    const answer = await fetch("/desk/alive", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    const now = answer.headers.get("desk-start");
    if (missed > 1 || (start && now !== start)) location.reload();
    start = now;
    missed = 0;
  } catch {
    missed += 1;
    if (missed === 2) say(words().away ?? "");
  }
}

/** Keep an eye on it from now on. */
export function watchAway() {
  // Without it (a certificate that the browser does not know) only the page for a desk that is not running is missing.
  navigator.serviceWorker?.register("/desk-worker.js").catch(() => {});
  look();
  setInterval(look, EVERY_MS);
  addEventListener("pagehide", keep);
  addEventListener("desk-dressed", () => {
    const text = sessionStorage.getItem("desk-draft");
    if (text) giveBack(text);
  }, { once: true });
}
