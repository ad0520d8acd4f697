// Requests beside gradio's own: signing in, unlocking, locking, and files to take away.
import { state } from "./dress.js";

const language = () => state()?.dataset.language ?? document.documentElement.lang;

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  return fetch(`/desk/${path}`, { method: "POST", headers, body: JSON.stringify({ ...body, language: language() }) });
}

async function enter(form) {
  const answer = await post(form.dataset.enter, Object.fromEntries(new FormData(form)));
  if (answer.ok) {
    return location.reload(); // what the gate took from the page comes back whole
  }
  form.querySelector(".wrong").textContent = (await answer.json()).why;
  form.querySelector("[type=password]").value = "";
}

/** Leave the desk: what it shows goes from the page at once. */
export async function lock(call) {
  const answer = await post("lock", {});
  if (answer.ok) call("arrive", { conversation: "", language: language() });
  else call("complain", { why: (await answer.json()).why });
}

async function download(form, button, call) {
  const fields = new FormData(form, button);
  fields.set("page", language());
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields });
    if (!answer.ok) return call("complain", { why: (await answer.json()).why });
    const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") ?? "");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = named ? decodeURIComponent(named[1]) : "export";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } finally {
    button.disabled = false;
  }
}

/** The desk locks itself when nobody has touched this page for the minutes that were chosen. */
function watchIdle(call) {
  let touched = Date.now();
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    document.addEventListener(kind, () => (touched = Date.now()), { passive: true, capture: true });
  }
  setInterval(() => {
    const minutes = Number(state()?.dataset.lock ?? 0);
    const open = !document.querySelector("dialog[data-gate][open]") && state()?.dataset.guarded;
    if (minutes && open && Date.now() - touched > minutes * 60_000) lock(call);
  }, 5000);
}

/** Look after the doors from now on; `call` reaches the desk. */
export function watchDoors(call) {
  watchIdle(call);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.enter) enter(form);
    else if (form.dataset.download !== undefined) download(form, event.submitter, call);
    else return;
    event.preventDefault();
  });
}
