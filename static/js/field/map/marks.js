// The marks of doors by shape, as the legend and the map draw them; colour alone never tells.
const RADIUS = 6.5;
const MORE = 9; // several doors

/** What a colour of the style sheet is now, in the theme in use. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

const SHAPES = {
  todo: (ctx, r) => ctx.arc(0, 0, r, 0, 2 * Math.PI),
  not_home: (ctx, r) => ctx.arc(0, 0, r, 0, 2 * Math.PI),
  conversation: (ctx, r) => ctx.rect(-r, -r, 2 * r, 2 * r),
  refused: (ctx, r) => lines(ctx, [-r, -r, r, r], [-r, r, r, -r]),
  come_back: (ctx, r) => corners(ctx, [0, -1.15 * r], [1.15 * r, 0.9 * r], [-1.15 * r, 0.9 * r]),
  no_access: (ctx, r) => corners(ctx, [0, -1.25 * r], [1.25 * r, 0], [0, 1.25 * r], [-1.25 * r, 0]),
  do_not_knock: (ctx, r) => ctx.arc(0, 0, r, 0, 2 * Math.PI),
};

/** Paint the mark of a state around {x, y}; with several doors a larger one with the count. */
export function paintMark(ctx, { x, y }, { state, count, doors = 1 }, colour) {
  const radius = doors > 1 ? MORE : RADIUS;
  const tile = colour("tile-line");
  const rim = tile === "transparent" ? colour("surface") : tile;
  ctx.save();
  ctx.translate(x, y);
  ctx.beginPath();
  SHAPES[state](ctx, radius);
  if (state === "refused") crossed(ctx, rim, colour("refused"));
  else if (state === "todo") filled(ctx, colour("surface"), colour("ink-2"), 2.5);
  else if (state === "do_not_knock") barred(ctx, radius, colour);
  else filled(ctx, colour(state.replaceAll("_", "-")), rim, 1.5);
  if (doors > 1) counted(ctx, state, count, radius, colour);
  ctx.restore();
}

/** The next door: a ring of brass between two of ink, since brass alone is pale; its number on a plaque above. */
export function paintNext(ctx, { x, y }, number, colour) {
  for (const [ink, width] of [
    ["ink", 8],
    ["brass", 4.5],
  ]) {
    ctx.beginPath();
    ctx.arc(x, y, 13, 0, 2 * Math.PI);
    stroke(ctx, colour(ink), width);
  }
  if (!number) return;
  ctx.font = `800 19px ${colour("head-font")}`;
  const half = Math.max(18, ctx.measureText(number).width / 2 + 9);
  const [top, foot] = [y - 58, y - 25];
  ctx.beginPath();
  ctx.roundRect?.(x - half, top, 2 * half, foot - top, 4);
  filled(ctx, colour("plaque"), "#fff", 2);
  ctx.beginPath();
  ctx.moveTo(x - 9, foot);
  ctx.lineTo(x, y - 14);
  ctx.lineTo(x + 9, foot);
  ctx.fillStyle = colour("plaque");
  ctx.fill();
  stroke(ctx, "#fff", 2);
  written(ctx, number, x, (top + foot) / 2 + 1, "#fff");
}

/** The door whose card is open. */
export function paintChosen(ctx, { x, y }, colour) {
  ctx.beginPath();
  ctx.arc(x, y, 14, 0, 2 * Math.PI);
  stroke(ctx, colour("surface"), 6);
  stroke(ctx, colour("ink"), 3);
}

function crossed(ctx, rim, ink) {
  ctx.lineCap = "round";
  stroke(ctx, rim, 7);
  stroke(ctx, ink, 4);
}

function barred(ctx, radius, colour) {
  filled(ctx, colour("surface"), colour("do-not-knock"), 3);
  ctx.beginPath();
  lines(ctx, [-0.65 * radius, 0.65 * radius, 0.65 * radius, -0.65 * radius]);
  stroke(ctx, colour("do-not-knock"), 3);
}

function counted(ctx, state, count, radius, colour) {
  const inside = state === "todo" || state === "not_home";
  ctx.font = `700 12px ${colour("text-font")}`;
  if (inside) return written(ctx, String(count), 0, 0.5, colour(state === "todo" ? "ink" : "on-not-home"));
  ctx.lineWidth = 4;
  ctx.strokeStyle = colour("surface");
  ctx.textAlign = "start";
  ctx.strokeText(String(count), radius + 3, 4);
  ctx.fillStyle = colour("ink");
  ctx.fillText(String(count), radius + 3, 4);
}

function written(ctx, text, x, y, ink) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
}

function filled(ctx, fill, line, width) {
  ctx.fillStyle = fill;
  ctx.fill();
  stroke(ctx, line, width);
}

export function stroke(ctx, ink, width) {
  ctx.strokeStyle = ink;
  ctx.lineWidth = width;
  ctx.stroke();
}

function lines(ctx, ...segments) {
  for (const [x, y, toX, toY] of segments) {
    ctx.moveTo(x, y);
    ctx.lineTo(toX, toY);
  }
}

function corners(ctx, [x, y], ...others) {
  ctx.moveTo(x, y);
  for (const [nextX, nextY] of others) ctx.lineTo(nextX, nextY);
  ctx.closePath();
}
