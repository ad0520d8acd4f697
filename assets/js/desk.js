// The page's own script: carries clicks on our HTML to their handlers, and looks after what only the browser can.
import { state, turnTongue, want, watchDress } from "./dress.js";
import { edit, watchTalk, jump, draft, meet } from "./talk.js";
import { closeDrawer, openDialog, openWhenThere, toggleDrawer, watchDialogs } from "./dialogs.js";
import { lock, watchDoors } from "./doors.js";
import { watchHeld } from "./held.js";
import { watchKept } from "./kept.js";
import { watchKeys } from "./keys.js";
import { watchAway } from "./away.js";
import { atRest, watchCarried } from "./carried.js";

let trigger = null;

/** Calls a handler of the desk by its name. */
const call = (action, data = {}) => trigger?.(action, data);

function connect(reach) {
  trigger = reach;
  const address = new URLSearchParams(location.search);
  call("arrive", {
    conversation: address.get("c") ?? "",
    language: address.get("lang") ?? localStorage.getItem("desk-language") ?? document.documentElement.lang,
  });
}

async function copy(id, button) {
  const text = document.querySelector(`#${CSS.escape(id)} .text`)?.innerText ?? "";
  await navigator.clipboard?.writeText(text);
  button.classList.add("on");
  setTimeout(() => button.classList.remove("on"), 900);
}

/** What each data attribute of our HTML does when its element is clicked. */
const doers = {
  do: (element) => call(element.dataset.do, { ...element.dataset }),
  jump: (element) => {
    closeDrawer(null);
    jump(element.dataset.jump);
  },
  copy: (element) => copy(element.dataset.copy, element),
  edit: (element) => edit(element.dataset.edit),
  draft: (element) => draft(element.dataset.draft),
  ask: (element) => openDialog(element.dataset.ask, { ...element.dataset }),
  settings: () => document.querySelector("#settings-open").click(),
  drawer: (element) => toggleDrawer(element.dataset.drawer),
};

/** Turning to something else: whatever still paints the last conversation is cut off. */
document.addEventListener("click", (event) => {
  const move = event.target.closest("[data-do=open], [data-do=restore], #new, #swap");
  if (!move) return;
  call("leave");
  meet(move.dataset.message);
  if (move.id === "swap") turnTongue();
  else want(move.dataset.conversation ?? move.dataset.restored ?? "");
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("#lock")) return lock(call);
  if (event.target.closest("#settings-open")) return openWhenThere("settings");
  for (const [name, run] of Object.entries(doers)) {
    const element = event.target.closest(`[data-${name}]`);
    if (element) return run(element);
  }
});

/** The disclaimer is seen once, before anything else. */
addEventListener("desk-dressed", () => {
  if (state()?.dataset.seen === "") atRest(() => openWhenThere("disclaimer"));
}, { once: true });

watchDress(call);
watchTalk();
watchDialogs(call);
watchDoors(call);
watchHeld();
watchKept();
watchKeys();
watchAway();
watchCarried();
window.deskConnect = connect;
if (window.deskTrigger) connect(window.deskTrigger);
