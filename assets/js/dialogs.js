// Dialogs and drawers: opened over the page, left with Esc, and the keyboard stays inside while they are open.
let back = null;
let about = {};

const open = () => document.querySelector(".dialog.open");

/** Open the dialog `name`; what it is about is sent along with what is chosen in it. */
export function openDialog(name, data = {}) {
  const dialog = document.getElementById(`dialog-${name}`);
  if (!dialog) return;
  back = document.activeElement;
  about = data;
  dialog.classList.add("open");
  document.body.dataset.dialog = name;
  requestAnimationFrame(() => first(dialog)?.focus());
}

/** Close what is open; true if something was. */
export function closeAll() {
  const dialog = open();
  const drawer = document.body.dataset.drawer;
  dialog?.classList.remove("open");
  delete document.body.dataset.dialog;
  delete document.body.dataset.drawer;
  if (dialog || drawer) back?.focus?.();
  return Boolean(dialog || drawer);
}

/** Bring a side in on a narrow screen, or send it away. */
export function toggleDrawer(name) {
  if (document.body.dataset.drawer === name) return closeAll();
  back = document.activeElement;
  document.body.dataset.drawer = name;
  requestAnimationFrame(() => first(document.getElementById(name))?.focus());
}

function focusable(dialog) {
  const fields = dialog.querySelectorAll("button, input, textarea, select, a[href], summary, [tabindex='0']");
  return [...fields].filter((field) => !field.disabled && field.offsetParent !== null);
}

const first = (dialog) => focusable(dialog).find((field) => field.matches("input, textarea")) ?? focusable(dialog)[0];

function keepInside(event) {
  const dialog = open();
  if (!dialog || event.key !== "Tab") return;
  const fields = focusable(dialog);
  const edge = event.shiftKey ? fields[0] : fields[fields.length - 1];
  if (document.activeElement !== edge && dialog.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? fields[fields.length - 1] : fields[0])?.focus();
}

/** Look after dialogs from now on; `call` reaches the desk. */
export function watchDialogs(call) {
  const veil = Object.assign(document.createElement("div"), { id: "veil" });
  document.body.append(veil);
  veil.addEventListener("click", closeAll);
  document.addEventListener("keydown", keepInside);
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choose]");
    if (choice) call(choice.dataset.choose, { ...about, ...choice.dataset });
    if (choice || event.target.closest("[data-close]")) closeAll();
    if (event.target.closest("#side .row, #new")) delete document.body.dataset.drawer;
  });
}
