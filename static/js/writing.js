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
  for (const [name, value] of [["role", "group"], ["aria-label", "Marks"]]) bar.setAttribute(name, value);
  for (const mark of MARKS) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-link btn-sm", textContent: mark.label });
    button.addEventListener("click", () => insert(field, mark));
    bar.append(button);
  }
  field.before(bar);
}

// Whoever types before this file has arrived, or whose browser has put back what was typed, has changed the form as well.
function hasBeenTypedIn(form) {
  return [...form.elements].some(({ value, defaultValue }) => defaultValue !== undefined && value !== defaultValue);
}

function saveWhileTyping(form) {
  const state = Object.assign(document.createElement("p"), { className: "writing-state" });
  state.setAttribute("role", "status");
  form.append(state);
  let timer, changed = false, saving = null;

  async function send() {
    changed = false;
    const request = { method: "POST", body: new FormData(form), headers: { "X-Saving": "while-typing" } };
    try {
      const answer = await fetch(form.action, { ...request, keepalive: document.hidden });
      const said = await answer.json();
      state.textContent = said.sentence;
      if (answer.ok) {
        form.elements.version.value = said.version;
        form.action = said.address || form.action;
        form.querySelector(".form-buttons a")?.replaceChildren("Close");
      }
    } catch {
      changed = true;
      state.textContent = "Not saved yet: the server was not reached. It is tried again.";
    }
    saving = null;
    if (changed) wait();
  }

  function save() {
    if (changed && !saving) saving = send();
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function note() {
    changed = true;
    wait();
  }

  form.addEventListener("input", ({ target }) => target.type === "file" || note()); // a file waits for Save
  document.addEventListener("visibilitychange", () => document.hidden && save());
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    changed = false;
    if (saving) { // its answer brings the version that the form must carry
      event.preventDefault();
      saving.then(() => form.submit());
    }
  });
  if (hasBeenTypedIn(form)) note();
}

document.querySelectorAll("textarea[data-writing]").forEach(addButtons);
document.querySelectorAll("form[data-saves-itself]").forEach(saveWhileTyping);
document.querySelectorAll("p[data-saves-itself]").forEach((sentence) => { sentence.hidden = false; });
