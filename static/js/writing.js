// Writing a part of a note: buttons that set the marks, and saving while one types. Without it, the Save button does all.
const MARKS = [
  { label: "Bold", before: "**", after: "**" },
  { label: "Italic", before: "*", after: "*" },
  { label: "Link", before: "[", after: "](https://)" },
  { label: "Footnote", before: "^[", after: "]" },
  { label: "List", line: "- " },
  { label: "Numbers", line: "1. " },
  { label: "Quotation", line: "> " },
];
const PAUSE = 4000; // milliseconds without a key, before what was typed is saved

function insert(field, mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (mark.line) {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(from, end).split("\n").map((line) => mark.line + line);
    field.setRangeText(lines.join("\n"), from, end, "end");
  } else {
    field.setRangeText(mark.before + value.slice(start, end) + mark.after, start, end, "end");
    field.selectionStart = field.selectionEnd = end + mark.before.length;
  }
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function addButtons(field) {
  const bar = document.createElement("div");
  bar.className = "writing-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Marks");
  for (const mark of MARKS) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.textContent = mark.label;
    button.addEventListener("click", () => insert(field, mark));
    bar.append(button);
  }
  field.before(bar);
}

function saveWhileTyping(form, field) {
  const version = form.elements.version;
  const state = document.createElement("p");
  state.className = "writing-state";
  state.setAttribute("role", "status");
  form.append(state);
  let timer, changed = false, busy = false;

  async function save() {
    if (!changed || busy) {
      return;
    }
    busy = true;
    changed = false;
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Saving": "while-typing" },
      });
      const said = await answer.json();
      state.textContent = said.sentence;
      if (answer.ok) {
        version.value = said.version;
      }
    } catch {
      changed = true;
      state.textContent = "Not saved yet: the server was not reached. The Save button tries again.";
    }
    busy = false;
  }

  field.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

for (const field of document.querySelectorAll("textarea[data-writing]")) {
  addButtons(field);
  if (field.form.elements.version?.value) {
    saveWhileTyping(field.form, field);
  }
}
