// The conversation: keeps the end in sight while it grows, leads to a message, says a finished reply aloud.
import { state } from "./dress.js";

const place = () => document.getElementById("scroll");
let atEnd = true;
let height = 0;
let shown = "";
let spoken = "";
let begun = "";
let met = "";

function toEnd() {
  const scroll = place();
  if (scroll) scroll.scrollTop = scroll.scrollHeight;
}

/** Scroll to a message and light it up for a moment. */
export function jump(id) {
  const message = document.getElementById(id);
  if (!message) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  message.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
  message.classList.remove("shown");
  void message.offsetWidth; // so that the animation begins anew
  message.classList.add("shown");
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
  atEnd = false;
}

/** Scroll to this message once its conversation is there. */
export function meet(id) {
  met = id ? `m${id}` : "";
}

const RANGES = /[<>≤≥~]?[0-9]+(?:[.,:][0-9]+)*(?:\s?[-–×x*÷\/:]\s?[0-9]+(?:[.,:][0-9]+)*)+(?:\s?[a-zA-Zµ%]+)?/g;

/** A text field would turn a dose in an Arabic sentence round: show beside it how it will be read. */
function preview(field) {
  let line = document.getElementById("preview");
  if (!line) {
    line = Object.assign(document.createElement("div"), { id: "preview" });
    line.setAttribute("aria-hidden", "true");
    document.querySelector("#type").before(line);
  }
  const ranges = field.dir === "rtl" ? (field.value.match(RANGES) ?? []) : [];
  line.dir = field.dir;
  line.classList.toggle("on", ranges.length > 0);
  line.replaceChildren(...ranges.flatMap((range, number) => [
    ...(number ? [" · "] : ["↦ "]),
    Object.assign(document.createElement("bdi"), { dir: "ltr", textContent: range }),
  ]));
}

/** Put a text into the draft, ready to be changed and sent. */
export function draft(text) {
  const field = document.querySelector("#draft textarea");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

/** Take up a message again, to be changed and sent anew; what was said stays on record. */
export function edit(id) {
  draft(document.querySelector(`#${CSS.escape(id)} .text`)?.innerText ?? "");
}

/** A screen reader hears a reply once, when it is whole, in its own language; never one that was there before. */
function speak() {
  const first = document.querySelector("#messages .msg")?.id ?? "";
  const last = [...document.querySelectorAll("#messages .asked")].at(-1);
  if (first !== begun) {
    begun = first; // another conversation, told by its first message: what it holds already is not news
    spoken = last?.id ?? "";
  }
  if (!last || last.id === spoken || document.querySelector("#live .writing")) return;
  spoken = last.id;
  const region = announcer();
  region.lang = last.lang;
  region.dir = last.dir;
  region.textContent = last.querySelector(".text").innerText;
}

function announcer() {
  let region = document.getElementById("announcer");
  if (!region) {
    region = document.createElement("div");
    Object.assign(region, { id: "announcer", className: "sr" });
    region.setAttribute("aria-live", "polite");
    document.querySelector("#talk").append(region);
  }
  return region;
}

function grown() {
  const conversation = state()?.dataset.conversation ?? "";
  const scroll = place();
  if (conversation !== shown) {
    shown = conversation;
    atEnd = true;
  }
  if (atEnd && scroll) toEnd();
  const field = document.querySelector("#draft textarea");
  if (field) preview(field);
  if (met && document.getElementById(met)) {
    jump(met);
    met = "";
  }
  height = scroll?.scrollHeight ?? 0;
  speak();
}

/** Look after the conversation from now on. */
export function watchTalk() {
  document.addEventListener("input", ({ target }) => target.closest("#draft") && setTimeout(() => preview(target)));
  document.addEventListener("scroll", (event) => {
    if (event.target !== place()) return;
    const { scrollTop, scrollHeight, clientHeight } = event.target;
    // Only a reader's own scrolling counts, not what new or changed text moves.
    if (scrollHeight === height) atEnd = scrollHeight - scrollTop - clientHeight < 60;
    height = scrollHeight;
  }, true);
  const watch = () => {
    const scroll = place();
    if (!scroll) return requestAnimationFrame(watch);
    new MutationObserver(grown).observe(scroll, { subtree: true, childList: true, characterData: true });
    new ResizeObserver(() => atEnd && toEnd()).observe(scroll);
  };
  watch();
}
