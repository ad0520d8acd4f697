// Keys: Enter sends and Shift+Enter breaks the line (the field's own), Esc closes or stops, Alt with a letter goes places.
import { closeDrawer, openDialog } from "./dialogs.js";

const press = (selector) => () => document.querySelector(selector)?.click();
const turnTo = (selector) => () => {
  press(selector)();
  document.querySelector(selector)?.focus();
};
const focus = (selector) => () => document.querySelector(selector)?.focus();

/** Alt with the key of this code. Codes name places on the keyboard, so they hold with an Arabic layout too. */
const shortcuts = {
  KeyN: press("#new"),
  KeyK: focus("#search input"),
  KeyM: focus("#draft textarea"),
  KeyL: press("#swap"),
  KeyH: turnTo("#tabs [role=tab]"),
  Comma: press("#settings-open"),
  Slash: () => openDialog("shortcuts"),
};

/** Listen from now on. */
export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    const free = !document.querySelector("dialog[open]");
    if (event.key === "Escape" && free && !closeDrawer()) document.querySelector("#stop")?.click();
    if (event.altKey && !event.ctrlKey && !event.metaKey && shortcuts[event.code]) {
      event.preventDefault();
      shortcuts[event.code]();
    }
  });
}
