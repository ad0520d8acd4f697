// Takes over what the desk says of the whole document: language, direction, theme, address, title.
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The element in which the desk writes it. */
export const state = () => document.getElementById("document-state");

/** The page's words that only the script can put in place, by their names. */
export const words = () => JSON.parse(state()?.dataset.words ?? "{}");

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
  history.replaceState(null, "", `?${query}`);
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

/** Follow the desk's word from now on. */
export function watchDress() {
  dark.addEventListener("change", put);
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input[type=text]")) directField(event.target);
  });
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.closest?.("#document"))) put();
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-language", "data-direction", "data-theme", "data-size", "data-conversation", "data-title"] });
}
