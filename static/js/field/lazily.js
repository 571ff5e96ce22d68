// A screen whose module comes when it is first shown: who joins need not wait for all of them.

/** A screen like any other, which draws at once when its module is there; `load()` fetches it ahead of time. */
export function lazily(load) {
  let draw = null;
  const screen = (app, params) => (draw ? draw(app, params) : screen.load().then(() => draw(app, params)));
  screen.load = async () => {
    draw ??= await load();
  };
  return screen;
}
