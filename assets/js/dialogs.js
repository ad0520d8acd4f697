// Dialogs and drawers. Dialogs are the browser's own: focus stays inside, Esc leaves, the page behind rests.
let about = {};
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
    else if (field.form?.dataset.submit && !field.closest("[data-open]")) field.value = field.defaultValue;
  }
  dialog.showModal();
}

/** Send the drawers away; true if one was there. */
export function closeDrawer() {
  if (!document.body.dataset.drawer) return false;
  delete document.body.dataset.drawer;
  back?.focus?.();
  return true;
}

/** Bring a side in on a narrow screen, or send it away. */
export function toggleDrawer(name) {
  if (document.body.dataset.drawer === name) return closeDrawer();
  back = document.activeElement;
  document.body.dataset.drawer = name;
  const first = () => document.getElementById(name).querySelector("button, input, [tabindex='0']")?.focus();
  setTimeout(first, 200); // once it has slid in
}

function send(form, call) {
  const fields = Object.fromEntries(new FormData(form));
  for (const field of form.querySelectorAll("[data-remember]")) {
    localStorage.setItem(`desk-${field.dataset.remember}`, field.value);
  }
  form.closest("dialog")?.close();
  call(form.dataset.submit, { ...about, ...fields });
}

/** Dialogs that the desk itself puts on the page open at once: the gate, and the note's editor. */
function openSent() {
  for (const place of document.querySelectorAll("[data-open]")) {
    openDialog(place.dataset.open);
    place.removeAttribute("data-open");
  }
  const gate = document.querySelector("dialog[data-gate]");
  if (gate && !gate.open) gate.showModal();
}

function close(event) {
  const dialog = event.target.closest("dialog");
  if (!dialog || dialog.dataset.gate !== undefined) return;
  const outside = event.target === dialog && !within(event, dialog.getBoundingClientRect());
  if (outside || event.target.closest("[data-close]")) dialog.close();
}

const within = (event, box) =>
  event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;

/** Look after dialogs from now on; `call` reaches the desk. */
export function watchDialogs(call) {
  const veil = Object.assign(document.createElement("div"), { id: "veil" });
  document.body.append(veil);
  veil.addEventListener("click", closeDrawer);
  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.submit) return;
    event.preventDefault();
    send(event.target, call);
  });
  document.addEventListener("cancel", (event) => {
    if (event.target.dataset?.gate !== undefined) event.preventDefault();
  }, true);
  document.addEventListener("click", (event) => {
    close(event);
    if (narrow.matches && event.target.closest("#side .row, #new, [data-jump]")) closeDrawer();
  });
  new MutationObserver(openSent).observe(document.body, { subtree: true, childList: true });
}
