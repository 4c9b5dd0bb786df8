/* Tells the server, once, that a person uses this page by hand: at the first key, click or touch. A program that only
   opens links does none of these. Attached by data-opened to a form that is never shown. */

document.querySelectorAll("form[data-opened]").forEach((form) => {
  const signs = ["keydown", "pointerdown", "touchstart"];

  function tell(event) {
    if (!event.isTrusted) {
      return;
    }
    signs.forEach((sign) => document.removeEventListener(sign, tell, true));
    fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", keepalive: true });
  }

  signs.forEach((sign) => document.addEventListener(sign, tell, true));
});
