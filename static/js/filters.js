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
  Object.keys(sent).forEach((name) => {
    const filled = [sent[name]].flat().filter((value) => value !== "");
    if (filled.length === 0) {
      delete sent[name];
    } else {
      sent[name] = filled;
    }
  });
});

// Where several may be chosen, a further list follows as soon as the last one is used.
document.addEventListener("change", (event) => {
  const several = event.target.closest("[data-several]");
  if (!several || event.target !== several.lastElementChild || event.target.value === "") {
    return;
  }
  const another = event.target.cloneNode(true);
  another.removeAttribute("id");
  another.setAttribute("aria-label", several.dataset.several);
  another.selectedIndex = 0;
  several.append(another);
});
