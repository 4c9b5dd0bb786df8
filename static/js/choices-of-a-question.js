/* The choices of a question are shown only where it is answered by choosing. */
(() => {
  "use strict";

  const kind = document.querySelector("#id_kind");
  const choices = document.querySelector("[data-choices]");
  if (!kind || !choices) return;
  const show = () => { choices.hidden = !choices.dataset.choices.split(" ").includes(kind.value); };
  kind.addEventListener("change", show);
  show();
})();
