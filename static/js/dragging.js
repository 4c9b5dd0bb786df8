// Dragging as an extra: what is dropped fills in the form that one could type in, and sends it. Escape leaves all as it is.
const EDGE = 60; // so near to the edge of the window, the page scrolls along
const STEP = 15; // minutes to which a place within the session itself is rounded

function twoDigits(number) {
  return String(number).padStart(2, "0");
}

// A session may also be dropped a little later onto its own place.
function withinItself(item, values, y) {
  const [hours, minutes] = (values.starts || "").split(":").map(Number);
  if (!values.starts) return null;
  const box = item.getBoundingClientRect();
  const later = Math.round(((y - box.top) / box.height) * values.minutes / STEP) * STEP;
  const at = hours * 60 + minutes + later;
  if (later < STEP || at >= 24 * 60) return null;
  const starts = `${twoDigits(Math.floor(at / 60))}:${twoDigits(at % 60)}`;
  return { values: { starts }, label: starts };
}

function placeAt(x, y, item, values) {
  const below = document.elementFromPoint(x, y);
  const place = below?.closest("[data-drop]");
  if (below && item.contains(below)) return withinItself(item, values, y);
  if (!place || place === item) return null;
  // Only the list that a thing belongs to takes it.
  if (place.dataset.form && place.dataset.form !== item.dataset.form) return null;
  if (place.dataset.form && place.parentElement !== item.parentElement) return null;
  return { element: place, values: JSON.parse(place.dataset.drop), label: place.dataset.label };
}

function send(item, values) {
  const form = document.getElementById(item.dataset.form);
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.action = item.dataset.action;
  form.requestSubmit();
}

function begin(item, handle, down) {
  if (down.button !== 0) return;
  down.preventDefault();
  handle.setPointerCapture(down.pointerId);
  const values = JSON.parse(item.dataset.drag);
  const label = document.createElement("p");
  label.className = "drag-label";
  document.body.append(label);
  item.classList.add("is-dragged");
  let place = null;

  function move(event) {
    if (event.clientY < EDGE) scrollBy(0, -EDGE / 4);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
    place?.element?.classList.remove("is-over");
    place = placeAt(event.clientX, event.clientY, item, values);
    place?.element?.classList.add("is-over");
    label.textContent = place ? `${item.dataset.name} → ${place.label}` : item.dataset.name;
    label.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 10}px)`;
  }

  function end(event) {
    place?.element?.classList.remove("is-over");
    item.classList.remove("is-dragged");
    label.remove();
    for (const [name, act] of Object.entries(acts)) removeEventListener(name, act);
    if (event.type === "pointerup" && place) send(item, { ...values, ...place.values });
  }

  const acts = {
    pointermove: move,
    pointerup: end,
    pointercancel: end,
    keydown: (event) => event.key === "Escape" && end(event),
  };
  for (const [name, act] of Object.entries(acts)) addEventListener(name, act);
}

for (const item of document.querySelectorAll("[data-drag]")) {
  const handle = document.createElement("span");
  handle.className = "drag-handle";
  handle.setAttribute("aria-hidden", "true");
  handle.title = "Drag";
  handle.addEventListener("pointerdown", (event) => begin(item, handle, event));
  item.prepend(handle);
}
