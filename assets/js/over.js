// A text was being written when the page went: a field of the same look takes what is typed until the whole page is
// there and carries it on (carried.js). It runs before anything is fetched, so that hardly a key falls between the two.
(() => {
  const kept = sessionStorage.getItem("desk-over");
  if (!kept) return;
  sessionStorage.removeItem("desk-over");
  const { start, end, label, direction } = JSON.parse(kept);
  const field = document.createElement("textarea");
  Object.assign(field, { id: "over", rows: 1, dir: direction, ariaLabel: label });
  field.value = sessionStorage.getItem("desk-draft") ?? "";
  document.documentElement.append(field);
  field.focus();
  field.setSelectionRange(start, end);
})();
