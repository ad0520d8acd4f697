// Takes over what the desk says of the whole document: language, direction, theme, address, title.
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The element in which the desk writes it. */
export const state = () => document.getElementById("document-state");

/** The page's words that only the script can put in place, by their names. */
export const words = () => JSON.parse(state()?.dataset.words ?? "{}");

/** An answer that a later one painted over is asked for once more after this time. */
const ASK_AGAIN_MS = 4000;

/** For so long an answer that was under way may bring back the language that was left. */
const TONGUE_MS = 10000;

const landmarks = [
  ["#top", "banner", "header"],
  ["#side", "navigation", "conversations"],
  ["#talk", "main", "talk"],
  ["#panel", "complementary", "panel"],
];

/** Which way a text runs: by the majority of its letters; without letters, the page's own way. */
export function directionOf(text) {
  const arabic = (text.match(/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g) ?? []).length;
  const latin = (text.match(/[a-z\u00c0-\u024f]/gi) ?? []).length;
  if (arabic === 0 && latin === 0) return document.documentElement.dir;
  return arabic >= latin ? "rtl" : "ltr";
}

/** A field's text starts where its own words start. */
export function directField(field) {
  field.dir = directionOf(field.value);
}

function address(data) {
  const query = new URLSearchParams();
  if (data.conversation) query.set("c", data.conversation);
  query.set("lang", data.language);
  if (location.search !== `?${query}`) history.replaceState(null, "", `?${query}`);
}

function name() {
  const said = words();
  for (const [selector, role, key] of landmarks) {
    const place = document.querySelector(selector);
    place?.setAttribute("role", role);
    place?.setAttribute("aria-label", said[key] ?? "");
  }
  document.querySelector("main.contain")?.setAttribute("role", "presentation");
}

function put() {
  const data = state()?.dataset;
  if (!data) return;
  const root = document.documentElement;
  Object.assign(root, { lang: data.language, dir: data.direction });
  root.dataset.size = data.size;
  root.dataset.digits = data.digits;
  document.title = data.title;
  document.body.classList.toggle("dark", data.theme === "dark" || (data.theme === "system" && dark.matches));
  localStorage.setItem("desk-language", data.language);
  address(data);
  name();
  document.querySelectorAll("textarea, input[type=text]").forEach(directField);
}

/** Join the answer being written: once for each answer, and anew when the page changes its language. */
function follow(call) {
  const data = state()?.dataset;
  const key = data?.turn ? `${data.conversation} ${data.turn} ${data.language}` : "";
  if (key && key !== followed) call("follow", { conversation: data.conversation });
  followed = key;
}

/** Whether the list still shows what was sought before. */
function seeksAnother() {
  const listed = document.querySelector("#rows [data-sought]")?.dataset.sought;
  return listed !== undefined && listed !== document.querySelector("#search input")?.value.trim();
}

/** Ask for the conversation anew when another page has changed it, or a late answer has painted over the list. */
function refresh(call) {
  const shown = state()?.dataset;
  const now = document.getElementById("stamp-state")?.dataset;
  if (!shown || !now || now.of !== shown.conversation || (now.stamp === shown.stamp && !seeksAnother())) return;
  if (now.stamp === asked && performance.now() < askAgain) return;
  asked = now.stamp;
  askAgain = performance.now() + ASK_AGAIN_MS;
  call("refresh", { conversation: shown.conversation });
}

/** A reply has ended: what stands of it now, and what follows from it. */
function finish(call) {
  const end = document.querySelector("#live [data-ended]:not([hidden])")?.dataset;
  if (end && end.ended !== finished) call("refresh", { conversation: end.of });
  finished = end?.ended ?? finished;
}

/** Whoever clicks quickly gets what was clicked last, in whatever order the answers come. */
function insist(call) {
  if (wanted === null) return;
  const shown = state()?.dataset.conversation;
  if (shown !== wanted) return call("open", { conversation: wanted });
  wanted = null;
  dispatchEvent(new Event("desk-turned"));
}

/** What a part shows of another conversation than the page's own, or in another language, is never seen. */
function keepApart() {
  const { conversation, language } = state()?.dataset ?? {};
  for (const part of document.querySelectorAll("[data-of]")) part.hidden = part.dataset.of !== conversation;
  for (const part of document.querySelectorAll("[data-in]")) part.hidden = part.dataset.in !== language;
}

/** A look at the desk that was under way while the page changed its language came too late: look again. */
function translate(call) {
  const late = document.querySelector("[data-in][hidden]") !== null;
  if (late && !translating) call("look");
  translating = late;
}

/** The conversation that was chosen last, until the page shows it. */
export function want(conversation) {
  wanted = conversation;
}

/** The other language was chosen: an answer that comes late in the old one is asked for once more in the new. */
export function turnTongue() {
  const from = performance.now() < tongue.until ? tongue.wanted : state()?.dataset.language;
  tongue = { wanted: from === "ar" ? "en" : "ar", shown: false, until: performance.now() + TONGUE_MS };
}

function keepTongue(call) {
  const { language, conversation } = state().dataset;
  if (performance.now() > tongue.until) return;
  if (language === tongue.wanted) tongue.shown = true;
  else if (tongue.shown) call("arrive", { conversation, language: tongue.wanted });
}

/** Whether the page still turns to another conversation than it shows. */
export const turning = () => wanted !== null;

let followed = "";
let finished = "";
let asked = "";
let askAgain = 0;
let translating = false;
let wanted = null;
let tongue = { wanted: "", shown: false, until: 0 };
let last = "";

/** Follow the desk's word from now on; `call` reaches the desk. */
export function watchDress(call) {
  dark.addEventListener("change", put);
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input[type=text]")) directField(event.target);
  });
  new MutationObserver((changes) => {
    keepApart();
    const said = JSON.stringify({ ...state()?.dataset });
    if (state() && said !== last) {
      last = said;
      put();
      dispatchEvent(new Event("desk-dressed"));
      keepTongue(call);
      insist(call);
      follow(call);
    }
    if (state()) translate(call);
    finish(call);
    if (changes.some(({ target }) => target.closest?.("#stamp"))) refresh(call);
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ["data-in", "data-of", "data-since", "data-language", "data-theme", "data-size", "data-conversation", "data-title", "data-turn", "data-stamp", "data-digits"],
  });
}
