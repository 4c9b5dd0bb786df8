// Keeps the address of a filtered list short: what is left empty is not sent.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filters]")) {
    return;
  }
  const empty = [...event.target.elements].filter((field) => field.name && field.value === "");
  empty.forEach((field) => { field.disabled = true; });
  window.setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
});

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-filters]")) {
    return;
  }
  const sent = event.detail.parameters;
  Object.keys(sent).filter((name) => sent[name] === "").forEach((name) => { delete sent[name]; });
});
