// A click on a station of the map ticks it in the list, which is the way for keys. The page works without it.
const board = document.getElementById("board");

board.addEventListener("click", ({ target }) => {
  const code = target.closest("[data-station]")?.dataset.station;
  const box = code && board.querySelector(`input[name=bureau][value="${CSS.escape(code)}"]`);
  box?.click();
});

// With htmx the board follows by itself: nothing is left for the button to do.
document.querySelectorAll("[data-without-htmx]").forEach((button) => { button.hidden = true; });
