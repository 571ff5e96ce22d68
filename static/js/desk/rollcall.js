// The board of a roll-call asks every few seconds whether anything changed. It never changes under the finger: a button
// says what is new, and applies it.
const EVERY_MS = 5_000;
const board = () => document.querySelector("[data-roll-call]");
const told = document.querySelector("[data-fresh]");
const pause = document.querySelector("[data-pause]");
let heardAt = Date.now();
let mark = board()?.dataset.mark;

/** « il y a 4 secondes », in the language of the page. */
export function ago(seconds, language) {
  const [value, unit] = seconds < 60 ? [seconds, "second"] : [Math.round(seconds / 60), "minute"];
  return new Intl.RelativeTimeFormat(language, { numeric: "always" }).format(-value, unit);
}

function show() {
  told.textContent = told.dataset.template.replace("…", ago(Math.round((Date.now() - heardAt) / 1000), document.documentElement.lang));
}

async function ask() {
  const now = board();
  if (document.hidden || pause.getAttribute("aria-pressed") === "true" || !now) return;
  const answer = await fetch(`${now.dataset.rollCall}?connu=${now.dataset.answers}`, { headers: { "If-None-Match": `"${mark}"` }, cache: "no-store" });
  if (answer.status !== 304 && !answer.ok) return; // signed out, or the server rests: the time since the last word grows
  heardAt = Date.now();
  if (answer.status === 304) return;
  const news = await answer.json();
  mark = news.mark;
  if (news.mark !== now.dataset.mark) offer(now.querySelector("[data-apply]"), news.told);
}

function offer(button, words) {
  button.textContent = words;
  button.hidden = false;
}

// The button that applied the news is gone: the new total takes the focus, and is read out.
function keepFocus() {
  if (document.activeElement === document.body) board()?.querySelector("[data-total]").focus({ preventScroll: true });
}

async function round() {
  await ask().catch(() => {}); // no network: said by the time since the last word
  setTimeout(round, EVERY_MS);
}

if (board()) {
  document.addEventListener("htmx:afterSwap", ({ detail }) => { if (detail.target.id === "board") mark = board().dataset.mark; });
  document.addEventListener("htmx:afterSettle", keepFocus);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask().catch(() => {}); });
  setInterval(show, 1_000);
  setTimeout(round, EVERY_MS);
}
