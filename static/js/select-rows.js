/* Rows of a list: the box “all” ticks every box on the page, and the bar says how many are selected. */
(() => {
  "use strict";

  const boxes = (form) => [...form.querySelectorAll('input[name="select"]')];

  const say = (form) => {
    const all = form.querySelector('input[name="all"]');
    const count = boxes(form).filter((box) => box.checked).length;
    const place = form.querySelector("[data-selected-count]");
    if (place) place.textContent = all.checked || count === 0 ? "" : `${count} selected`;
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-select-rows]");
    if (!form) return;
    const all = form.querySelector('input[name="all"]');
    if (event.target === all) boxes(form).forEach((box) => { box.checked = all.checked; });
    if (event.target.name === "select" && !event.target.checked) all.checked = false;
    say(form);
  });
})();
