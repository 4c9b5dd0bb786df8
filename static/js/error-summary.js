// Moves the focus to the error summary when a form comes back, and from its links to the fields themselves. Whoever has
// begun to type before this file had arrived stays in the field.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  if (document.activeElement === document.body) {
    summary.focus();
  }
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) {
      return;
    }
    event.preventDefault();
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    (field.closest("fieldset") || label || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
