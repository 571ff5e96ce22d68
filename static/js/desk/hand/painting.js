// The areas on the ground: outlines, walks, numbers, and a dot for each address.
import { hull, pixelsPerMetre } from "../../field/lib/mapping.js";
import { stroke } from "../../field/map/marks.js";
import { paintGround, paintNames } from "../../field/map/painting.js";

const AROUND_METRES = 14; // from an address to the outline of its area
const NAMES_FROM_ZOOM = 16;
const DOT = 4;
const CHOSEN = 8;

/** Streets and outlines; `scene` is {streets, areas, middle}, the rest as in field/map/painting.js. */
export function paintBelow(ctx, scene, { to, zoom, view, colour }) {
  paintGround(ctx, { areas: scene.ground.areas, streets: scene.ground.streets }, to, pixelsPerMetre(zoom, scene.middle[0]), colour);
  if (zoom >= NAMES_FROM_ZOOM) paintNames(ctx, scene.ground.streets, to, view, colour);
}

/** `scene` holds the areas and addresses of the board, and the line being drawn. */
export function paintAbove(ctx, scene, { to, zoom, colour }) {
  const around = AROUND_METRES * pixelsPerMetre(zoom, scene.middle[0]);
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  for (const area of scene.turfs) paintArea(ctx, area, area.places.map(to), around, colour);
  for (const address of scene.addresses) paintDot(ctx, to(address.place), address, colour);
  for (const area of scene.turfs) paintNumber(ctx, area, area.places.map(to), colour);
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
function paintDot(ctx, { x, y }, { turf, ticked }, colour) {
  ctx.beginPath();
  ctx.arc(x, y, ticked ? CHOSEN : DOT, 0, 2 * Math.PI);
  ctx.fillStyle = colour(ticked ? "brass" : turf ? "ink-2" : "surface");
  ctx.fill();
  stroke(ctx, colour(ticked ? "ink" : turf ? "surface" : "ink-2"), ticked ? 2.5 : turf ? 1 : 2);
}

function paintNumber(ctx, { number }, places, colour) {
  const middle = places[Math.floor(places.length / 2)];
  ctx.font = `800 17px ${colour("head-font")}`;
  const half = Math.max(17, ctx.measureText(number).width / 2 + 9);
  ctx.beginPath();
  if (ctx.roundRect) ctx.roundRect(middle.x - half, middle.y - 15, 2 * half, 30, 6);
  else ctx.rect(middle.x - half, middle.y - 15, 2 * half, 30);
  ctx.fillStyle = colour("plaque");
  ctx.fill();
  stroke(ctx, "#fff", 2);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = "#fff";
  ctx.fillText(number, middle.x, middle.y + 1);
}
