// The first page: keeps what is written, and makes way for the whole page when the desk is there and the writer pauses.
const EVERY_MS = 120;
const PAUSE_MS = 700;
const field = document.querySelector("textarea");
const wish = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("desk-language");
const spoken = JSON.parse(document.body.dataset.words);
const language = wish in spoken ? wish : document.documentElement.lang;
const words = spoken[language];
let typed = -PAUSE_MS;
let composing = false;

function say(text) {
  const line = document.getElementById("state");
  if (line.textContent !== text) line.textContent = text;
}

/** The page that comes takes the text from here, as it does when the desk was away for a while. */
function keep() {
  typed = performance.now();
  if (field.value) sessionStorage.setItem("desk-draft", field.value);
  else sessionStorage.removeItem("desk-draft");
}

const resting = () => !composing && performance.now() - typed >= PAUSE_MS;

async function look() {
  let there = false;
  try {
    there = (await fetch("/desk/alive", { cache: "no-store" })).status === 204;
    say(words.opening);
  } catch {
    say(words.away);
  }
  if (there && resting()) leave().catch(() => setTimeout(look, EVERY_MS));
  else setTimeout(look, EVERY_MS);
}

/** The whole page comes into this window, not by loading anew: a browser drops what is typed while it does that. */
async function leave() {
  const answer = await fetch(location.href, { cache: "no-store" });
  const page = await answer.text();
  if (!answer.ok || !resting()) return setTimeout(look, EVERY_MS);
  const { selectionStart: start, selectionEnd: end, dir: direction, ariaLabel: label } = field;
  if (document.activeElement === field) sessionStorage.setItem("desk-over", JSON.stringify({ start, end, direction, label }));
  document.open();
  document.write(page);
  document.close();
}

const theme = document.body.dataset.theme;
const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
document.body.classList.toggle("dark", dark);
Object.assign(document.documentElement, { lang: language, dir: words.direction });
field.placeholder = words.hint;
field.ariaLabel = words.draft;
field.value = sessionStorage.getItem("desk-draft") ?? "";
field.addEventListener("input", keep);
field.addEventListener("compositionstart", () => { composing = true; });
field.addEventListener("compositionend", () => { composing = false; });
look();
