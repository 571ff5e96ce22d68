// Typing in a sheet: a letter ticks the box of the row and goes on to the next one. The form works without it.

const PAUSE = 900; // milliseconds between two figures of one number

/** @param {HTMLFormElement} form with one list item for each row, radios with their letters in it */
export function bindEntry(form) {
  const rows = [...form.querySelectorAll("[data-row]")];
  const save = form.querySelector("[data-entry-save]");
  const count = form.querySelector("[data-entry-count]");
  const number = numbers(rows);
  let here = Math.max(0, rows.findIndex((row) => !outcome(row)));

  const show = () => {
    rows.forEach((row, index) => row.classList.toggle("entry-here", index === here));
    if (count) count.textContent = `${rows.filter(outcome).length} / ${rows.length}`;
  };
  const go = (index) => {
    if (index >= rows.length) { save?.focus(); return; }
    here = Math.max(0, index);
    (rows[here].querySelector("input[type=radio]:checked") ?? rows[here].querySelector("input[type=radio]")).focus();
    show();
  };
  const tick = (radio) => { radio.checked = true; radio.focus(); show(); };

  form.addEventListener("focusin", ({ target }) => {
    const index = rows.indexOf(target.closest("[data-row]"));
    if (index >= 0) { here = index; show(); }
  });
  form.addEventListener("change", show);
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isBox(event.target, save)) return;
    const taken = act(event.key, { rows, here, go, tick, number, onSave: event.target === save });
    if (taken) event.preventDefault();
  });
  form.querySelectorAll("[data-with-script]").forEach((hint) => { hint.hidden = false; });
  if (rows.length) go(here);
}

/** Carries a key out; whether it meant something here. */
function act(key, { rows, here, go, tick, number, onSave }) {
  if (/^\d$/.test(key)) { number.type(key, go); return true; }
  number.end();
  if (key === "ArrowUp") { go(onSave ? rows.length - 1 : here - 1); return true; }
  if (onSave) return false;
  if (key === "ArrowDown" || key === "Enter") { go(here + 1); return true; }
  if (key === "Backspace" || key === "Delete") { tick(rows[here].querySelector("input[value='']")); return true; }
  const box = [...rows[here].querySelectorAll("[data-key]")].find((radio) => radio.dataset.key === key.toUpperCase());
  if (!box) return false;
  tick(box);
  go(here + 1);
  return true;
}

/** Figures typed one after the other make the number of a row; any other key ends it. */
function numbers(rows) {
  let typed = "";
  let last = 0;
  const row = (number) => rows.findIndex((each) => each.dataset.row === number);
  return {
    type(figure, go) {
      const now = performance.now();
      typed = now - last < PAUSE && row(typed + figure) >= 0 ? typed + figure : figure;
      last = now;
      if (row(typed) >= 0) go(row(typed));
    },
    end() { typed = ""; },
  };
}

/** Letters mean boxes on a row or the button after the last one, and themselves in a field. */
function isBox(target, save) {
  return target === save || Boolean(target.closest("[data-row]") && ["radio", "checkbox"].includes(target.type));
}

function outcome(row) {
  return row.querySelector("input[type=radio]:checked")?.value ?? "";
}

if (globalThis.document) document.querySelectorAll("form[data-entry]").forEach(bindEntry);
