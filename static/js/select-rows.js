/* Rows of a list: which are ticked is kept on the server from page to page, and the bar says how many are. */
(() => {
  "use strict";

  let isQueued = false;
  let isSending = false;
  let afterwards = null;

  const form = () => document.querySelector("[data-select-rows]");
  const boxes = () => [...form().querySelectorAll('input[name="select"]')];
  const all = () => form().querySelector('input[name="all"]');

  const say = () => {
    const here = boxes().filter((box) => box.checked).length;
    const elsewhere = Number(form().dataset.elsewhere);
    const line = form().querySelector("[data-selection]");
    line.hidden = all().checked || here + elsewhere === 0;
    line.querySelector("[data-selected-count]").textContent = here + elsewhere;
    line.querySelector("[data-elsewhere-count]").textContent = elsewhere;
    line.querySelector("[data-selected-elsewhere]").hidden = elsewhere === 0;
    const page = form().querySelector("[data-select-page]");
    if (page) {
      page.checked = here > 0 && here === boxes().length;
      page.indeterminate = here > 0 && here < boxes().length;
    }
  };

  /* One after the other, the last word last; whoever leaves the page meanwhile goes when it is said. */
  const keep = async () => {
    isQueued = true;
    if (isSending) return;
    isSending = true;
    while (isQueued && form()) {
      isQueued = false;
      const sent = { method: "POST", body: new FormData(form()), redirect: "manual", keepalive: true };
      await fetch(form().getAttribute("action"), sent).catch(() => {}); // “form.action” would be the field of that name
    }
    isSending = false;
    if (afterwards) afterwards();
    afterwards = null;
  };

  /* What was ticked before this file had arrived, or was put back by the browser, is kept as well. */
  const catchUp = () => {
    if (!form()) return;
    if (all().checked) boxes().forEach((box) => { box.checked = true; });
    if (boxes().every((box) => box.checked === box.defaultChecked)) return;
    say();
    if (!all().checked) keep();
  };

  /* The head of the column ticks the page. */
  const headColumn = () => {
    const head = form()?.querySelector("th[data-select-head]");
    if (!head || head.querySelector("input")) return;
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "form-check-input";
    box.dataset.selectPage = "";
    box.setAttribute("aria-label", "Select everybody on this page");
    head.replaceChildren(box);
    say();
  };

  document.addEventListener("change", (event) => {
    if (!form()?.contains(event.target)) return;
    const { target } = event;
    if (target === all() || target.matches("[data-select-page]")) boxes().forEach((box) => { box.checked = target.checked; });
    else if (target.name !== "select") return;
    if (target !== all() && !target.checked) all().checked = false;
    say();
    if (target !== all() || !target.checked) keep();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!isSending || !link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    afterwards = () => { location.href = link.href; };
  });

  document.addEventListener("submit", (event) => {
    if (!isSending || event.target !== form()) return;
    event.preventDefault();
    afterwards = () => event.target.requestSubmit(event.submitter);
  });

  document.addEventListener("htmx:afterSwap", headColumn);
  document.addEventListener("DOMContentLoaded", () => { headColumn(); catchUp(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
