// Dialogs and drawers. Dialogs are the browser's own: focus stays inside, Esc leaves, the page behind rests.
let about = {};
let expected = "";
let since = "";
const shown = new Set();
let fading = 0;
let back = null;

const narrow = matchMedia("(max-width: 900px)");

/** Open the dialog `name`; what it is about goes along with its form. */
export function openDialog(name, data = {}) {
  const dialog = document.getElementById(`dialog-${name}`);
  if (!dialog || dialog.open) return;
  about = data;
  for (const field of dialog.querySelectorAll("input:not([type=checkbox],[type=hidden]), textarea")) {
    if (field.name in data) field.value = data[field.name];
    else if (field.dataset.remember) field.value = localStorage.getItem(`desk-${field.dataset.remember}`) ?? "";
    else if (field.form?.dataset.submit) field.value = field.defaultValue;
  }
  show(dialog);
}

function show(dialog) {
  shown.add(dialog.id);
  dialog.showModal();
}

/** Close a dialog: by its reader's wish, so it is not brought back. */
export function hide(dialog) {
  shown.delete(dialog?.id);
  dialog?.close();
}

/** A dialog that is painted anew while it is open stays open: the painting takes its mark away, nobody closed it. */
function stayOpen() {
  for (const id of shown) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) continue;
    const focus = document.activeElement;
    dialog.setAttribute("open", "");
    if (dialog.matches(":modal")) continue;
    dialog.removeAttribute("open");
    dialog.showModal();
    if (dialog.contains(focus)) focus.focus();
  }
}

/** Send the drawers away; true if one was there. The focus goes back to where it came from, or to `next`. */
export function closeDrawer(next = back) {
  if (!document.body.dataset.drawn) return false;
  delete document.body.dataset.drawn;
  rest();
  next?.focus?.();
  return true;
}

/** While a side is drawn over the page, all but it rests: Tab stays in it, as it does in a dialog. */
function rest(drawn) {
  for (const part of document.querySelectorAll("#top, #banner, #talk, .edge")) part.inert = Boolean(drawn) && part.id !== drawn;
}

/** Bring a side in on a narrow screen, or send it away. */
export function toggleDrawer(name) {
  if (document.body.dataset.drawn === name) return closeDrawer();
  back = document.activeElement;
  document.body.dataset.drawn = name;
  rest(name);
  const first = () => document.getElementById(name).querySelector("button, input, [tabindex='0']")?.focus();
  setTimeout(first, 200); // once it has slid in
}

function send(form, call) {
  const fields = Object.fromEntries(new FormData(form));
  for (const field of form.querySelectorAll("[data-remember]")) {
    localStorage.setItem(`desk-${field.dataset.remember}`, field.value);
  }
  if (form.dataset.stay === undefined) hide(form.closest("dialog"));
  for (const secret of form.querySelectorAll("[type=password]")) secret.value = "";
  call(form.dataset.submit, { ...about, ...fields });
}

/** Open a dialog whose content is on its way. */
export function openWhenThere(name) {
  expected = name;
  openSent();
}

/** Nothing of any conversation stays on a page whose gate is closed. */
function closeGate(gate) {
  for (const part of document.querySelectorAll(".html-container > div")) {
    if (!part.contains(gate)) part.replaceChildren();
  }
  for (const field of document.querySelectorAll("#desk input[type=text], #desk textarea")) field.value = "";
  document.title = "BiMediX Desk";
  show(gate);
}

/** Dialogs that the desk itself puts on the page open at once: the gate, and the note's editor. */
function openSent() {
  for (const place of document.querySelectorAll("[data-open]")) {
    openDialog(place.dataset.open);
    place.removeAttribute("data-open");
  }
  if (expected && document.getElementById(`dialog-${expected}`)) {
    openDialog(expected);
    expected = "";
  }
  for (const notice of document.querySelectorAll("#notice [popover]")) {
    if (notice.dataset.since !== since) {
      since = notice.dataset.since;
      notice.hidePopover();
      notice.showPopover(); // over an open dialog, too
      clearTimeout(fading);
      if (notice.classList.contains("done")) fading = setTimeout(() => notice.hidePopover(), 8000);
    }
  }
  const gate = document.querySelector("dialog[data-gate]");
  if (gate && !gate.open) closeGate(gate);
}

function close(event) {
  const dialog = event.target.closest("dialog");
  if (!dialog || dialog.dataset.gate !== undefined) return;
  const outside = event.target === dialog && !within(event, dialog.getBoundingClientRect());
  if (outside || event.target.closest("[data-close]")) hide(dialog);
}

const within = (event, box) =>
  event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;

/** Look after dialogs from now on; `call` reaches the desk. */
export function watchDialogs(call) {
  const veil = Object.assign(document.createElement("div"), { id: "veil" });
  document.body.append(veil);
  veil.addEventListener("click", () => closeDrawer());
  narrow.addEventListener("change", () => closeDrawer());
  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.submit) return;
    event.preventDefault();
    send(event.target, call);
  });
  document.addEventListener("cancel", (event) => {
    if (event.target.dataset?.gate !== undefined) event.preventDefault();
    else shown.delete(event.target.id);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-hush], [data-do=restore]")) event.target.closest("[popover]").hidePopover();
    close(event);
    if (narrow.matches && event.target.closest("#side .row, #new")) closeDrawer();
  });
  document.addEventListener("close", (event) => shown.delete(event.target.id), true);
  const kinds = { subtree: true, childList: true, attributeFilter: ["data-since", "open"] };
  new MutationObserver(() => {
    stayOpen();
    openSent();
  }).observe(document.body, kinds);
}
