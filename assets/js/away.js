// The desk may end or start anew while its page is open: the page says so, and goes on by itself when it is back.
import { words } from "./dress.js";

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
}
