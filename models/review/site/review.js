// The review page's own script: keys and clicks to handlers, the document's language, the time an item took.
let trigger = null;
let since = performance.now();

const sheet = () => document.querySelector("main.review");
const item = () => document.querySelector("[data-item]")?.dataset.item ?? "";
const value = (id) => document.getElementById(id)?.value ?? "";

/** Everything a handler is told. */
function call(action, more = {}) {
  const here = {
    reviewer: sheet()?.dataset.reviewer ?? new URLSearchParams(location.search).get("who") ?? "",
    language: document.documentElement.lang,
    item: item(),
    comment: value("comment"),
    seconds: String((performance.now() - since) / 1000),
  };
  trigger?.(action, { ...here, ...more });
}

function editing(on) {
  const editor = document.querySelector(".editor");
  if (!editor) return;
  editor.hidden = !on;
  if (on) document.getElementById("edit").focus();
  else document.querySelector("[data-decide=edit]")?.focus();
}

function decide(name) {
  if (name === "back") return call("back");
  if (name === "edit") return editing(true);
  call("decide", { decision: name });
}

const save = () => call("decide", { decision: "edit", text: value("edit") });

function speak(language) {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  localStorage.setItem("review-language", language);
}

document.addEventListener("click", (event) => {
  const at = (name) => event.target.closest(`[data-${name}]`);
  if (at("decide")) decide(at("decide").dataset.decide);
  else if (at("save")) save();
  else if (at("cancel")) editing(false);
  else if (at("who")) call("arrive", { reviewer: at("who").dataset.who, item: "" });
  else if (at("language")) {
    speak(at("language").dataset.language);
    call("arrive");
  }
});

// By the key's place, not its letter: an Arabic keyboard layout gives other letters on the same keys.
const keys = { KeyA: "accept", KeyE: "edit", KeyR: "reject", KeyU: "unsure", KeyB: "back" };

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea");
  if (event.target.id === "edit") {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else if (event.key === "Escape") editing(false);
    else return;
    event.preventDefault();
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && keys[event.code]) {
    event.preventDefault();
    decide(keys[event.code]);
  }
});

/** A new item: the clock starts, and the reader's place is at its beginning. */
let shown = null;
new MutationObserver(() => {
  if (item() === shown || !sheet()) return;
  shown = item();
  since = performance.now();
  document.getElementById("item")?.focus({ preventScroll: true });
  const address = new URL(location);
  address.searchParams.set("who", sheet().dataset.reviewer);
  history.replaceState(null, "", address);
}).observe(document.body, { subtree: true, childList: true });

function connect(reach) {
  trigger = reach;
  const address = new URLSearchParams(location.search);
  speak(address.get("lang") ?? localStorage.getItem("review-language") ?? (navigator.language.startsWith("ar") ? "ar" : "en"));
  call("arrive", { item: address.get("item") ?? "" });
}

window.reviewConnect = connect;
if (window.reviewTrigger) connect(window.reviewTrigger);
if (matchMedia("(prefers-color-scheme: dark)").matches) document.body.classList.add("dark");
