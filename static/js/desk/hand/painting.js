// The areas on the ground: outlines, walks, numbers, and a dot for each address.
import { hull, pixelsPerMetre } from "../../field/lib/mapping.js";
import { stroke } from "../../field/map/marks.js";
import { paintGround, paintNames } from "../../field/map/painting.js";

const AROUND_METRES = 14; // from an address to the outline of its area
const NAMES_FROM_ZOOM = 16;
const DOT = 4;
const CHOSEN = 8;
const CLOSE_ZOOM = 16; // from here on dots and numbers have their full size

/** Streets and outlines; `scene` as in sheet.js, the rest as in field/map/painting.js. */
export function paintBelow(ctx, scene, { to, zoom, view, colour }) {
  paintGround(ctx, scene.ground, to, pixelsPerMetre(zoom, scene.middle[0]), colour);
  if (zoom >= NAMES_FROM_ZOOM) paintNames(ctx, scene.ground.streets, to, view, colour);
}

/** The areas and addresses of the board. */
export function paintAbove(ctx, scene, { to, zoom, colour }) {
  const around = AROUND_METRES * pixelsPerMetre(zoom, scene.middle[0]);
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  for (const area of scene.turfs) paintArea(ctx, area, area.places.map(to), around, colour);
  const size = zoom < CLOSE_ZOOM ? 0.7 : 1;
  for (const address of scene.addresses) paintDot(ctx, to(address.place), address, size, colour);
  const written = [];
  for (const area of scene.turfs) paintNumber(ctx, area, to(area.places[Math.floor(area.places.length / 2)]), { size, written, colour });
}

/** The outline of an area around its {x, y} places. */
export function outline(places, around) {
  const ways = Array.from({ length: 12 }, (_none, step) => (step * Math.PI) / 6);
  return hull(
    places.flatMap(({ x, y }) => ways.map((way) => ({ x: x + around * Math.cos(way), y: y + around * Math.sin(way) }))),
  );
}

function paintArea(ctx, area, places, around, colour) {
  const edge = new Path2D();
  outline(places, around).forEach(({ x, y }, at) => (at ? edge.lineTo(x, y) : edge.moveTo(x, y)));
  edge.closePath();
  ctx.save();
  ctx.globalAlpha = area.ticked ? 0.34 : Number(area.number) % 2 ? 0.1 : 0.2;
  ctx.fillStyle = colour("map-ink");
  ctx.fill(edge);
  ctx.globalAlpha = 1;
  if (area.state === "free") ctx.setLineDash([9, 5]);
  ctx.strokeStyle = colour(area.state === "done" ? "ink-3" : "map-ink");
  ctx.lineWidth = area.ticked ? 4.5 : 2;
  ctx.lineCap = "butt";
  ctx.stroke(edge);
  ctx.restore();
  ctx.save();
  ctx.globalAlpha = 0.5;
  ctx.beginPath();
  places.forEach(({ x, y }, at) => (at ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  stroke(ctx, colour("map-ink"), 1.5);
  ctx.restore();
}

// A chosen address is larger and ringed; one left out is hollow: colour alone never tells.
function paintDot(ctx, { x, y }, { turf, ticked }, size, colour) {
  ctx.beginPath();
  ctx.arc(x, y, size * (ticked ? CHOSEN : DOT), 0, 2 * Math.PI);
  ctx.fillStyle = colour(ticked ? "brass" : turf ? "ink-2" : "surface");
  ctx.fill();
  stroke(ctx, colour(ticked ? "ink" : turf ? "surface" : "ink-2"), ticked ? 2.5 : turf ? 1 : 2);
}

// Seen from afar, a number that would lie on another one waits until somebody comes nearer.
function paintNumber(ctx, { number }, { x, y }, { size, written, colour }) {
  ctx.font = `800 ${17 * size}px ${colour("head-font")}`;
  const half = Math.max(17 * size, ctx.measureText(number).width / 2 + 9 * size);
  const high = 15 * size;
  const lies = (other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < 2 * high;
  if (size < 1 && written.some(lies)) return;
  written.push({ x, y, half });
  ctx.beginPath();
  ctx.roundRect?.(x - half, y - high, 2 * half, 2 * high, 6 * size);
  ctx.fillStyle = colour("plaque");
  ctx.fill();
  stroke(ctx, "#fff", 2);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = "#fff";
  ctx.fillText(number, x, y + 1);
}
