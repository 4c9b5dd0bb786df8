// Choosing the square of a photo with the pointer. The three fields stay what is sent: this only fills them in.
// <form data-cropping> with the fields size, left and top (per cent), [data-cropping-frame] around the picture, and
// <img data-cropping-result="address with ?size=&left=&top=">.
(() => {
  "use strict";

  const FIELDS = ["size", "left", "top"];

  function begin(form) {
    const frame = form.querySelector("[data-cropping-frame]");
    const picture = frame.querySelector("img");
    const result = form.querySelector("[data-cropping-result]");
    const field = (name) => form.elements.namedItem(name);
    const square = document.createElement("div");
    square.className = "photo-square";
    square.setAttribute("aria-hidden", "true");
    frame.append(square);
    form.querySelector("[data-cropping-hint]").hidden = false;

    const limited = (value, least, most) => Math.min(Math.max(value, least), most);
    const number = (name, otherwise) => {
      const value = Number.parseInt(field(name).value, 10);
      return Number.isNaN(value) ? otherwise : value;
    };

    function side() {
      return (Math.min(picture.clientWidth, picture.clientHeight) * limited(number("size", 100), 20, 100)) / 100;
    }

    function draw() {
      const length = side();
      square.style.width = square.style.height = `${length}px`;
      square.style.left = `${((picture.clientWidth - length) * limited(number("left", 50), 0, 100)) / 100}px`;
      square.style.top = `${((picture.clientHeight - length) * limited(number("top", 30), 0, 100)) / 100}px`;
    }

    function showResult() {
      const address = new URL(result.dataset.croppingResult, document.baseURI);
      for (const name of FIELDS) address.searchParams.set(name, field(name).value);
      result.src = address;
    }

    function place(x, y) {
      const length = side();
      const share = (offset, room) => (room > 0 ? Math.round((limited(offset, 0, room) / room) * 100) : 50);
      field("left").value = share(x, picture.clientWidth - length);
      field("top").value = share(y, picture.clientHeight - length);
      draw();
    }

    square.addEventListener("pointerdown", (event) => {
      const start = { x: event.clientX - square.offsetLeft, y: event.clientY - square.offsetTop };
      const move = (moved) => place(moved.clientX - start.x, moved.clientY - start.y);
      square.setPointerCapture(event.pointerId);
      square.addEventListener("pointermove", move);
      square.addEventListener("pointerup", () => {
        square.removeEventListener("pointermove", move);
        showResult();
      }, { once: true });
      event.preventDefault();
    });
    frame.addEventListener("wheel", (event) => {
      field("size").value = limited(number("size", 100) - Math.sign(event.deltaY) * 4, 20, 100);
      draw();
      window.clearTimeout(begin.timer);
      begin.timer = window.setTimeout(showResult, 250);
      event.preventDefault();
    }, { passive: false });
    form.addEventListener("change", () => {
      draw();
      if (form.checkValidity()) showResult();
    });
    window.addEventListener("resize", draw);
    if (picture.complete) draw();
    else picture.addEventListener("load", draw);
    // What was typed before this file had arrived, or was put back by the browser, is shown as well.
    if (FIELDS.some((name) => field(name).value !== field(name).defaultValue) && form.checkValidity()) showResult();
  }

  document.querySelectorAll("[data-cropping]").forEach(begin);
})();
