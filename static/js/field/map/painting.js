// The ground on one canvas, the walk on another above it.
import { hull, nearest, pixelsPerMetre, spots, stretch } from "../lib/mapping.js";
import { paintChosen, paintMark, paintNext, stroke } from "./marks.js";

const STREET_METRES = [2.5, 8, 10, 14]; // by width, a path first
const STREET_LEAST = [2, 5, 7, 9]; // and in pixels
const AROUND_METRES = 22;
const NAMES_FROM_ZOOM = 15.5;
const NEXT = 12; // addresses to which the way is drawn strongly

/** What lies below: `scene` as in sheet.js; `to` turns [lat, lon] into {x, y}; `view` is the canvas, {min, max}. */
export function paintBelow(ctx, scene, { to, zoom, view, colour }) {
  const scale = pixelsPerMetre(zoom, scene.middle[0]);
  begin(ctx);
  paintGround(ctx, scene, to, scale, colour);
  const edge = edgeOf(
    scene.marks.map((mark) => to(mark.place)),
    AROUND_METRES * scale,
  );
  if (edge) fade(ctx, edge, view, colour);
  if (zoom >= NAMES_FROM_ZOOM) paintNames(ctx, scene.streets, to, view, colour);
}

/** What lies above, also above a server's pictures: the walk, and where we are. */
export function paintAbove(ctx, scene, { to, zoom, colour }) {
  const scale = pixelsPerMetre(zoom, scene.middle[0]);
  begin(ctx);
  const edge = edgeOf(
    scene.marks.map((mark) => to(mark.place)),
    AROUND_METRES * scale,
  );
  if (edge) paintEdge(ctx, edge, colour);
  paintWay(ctx, scene.way.map(to), colour);
  for (const mark of scene.marks) paintMark(ctx, to(mark.place), mark, colour);
  const [chosen, next] = [scene.chosen, scene.next].map((id) => scene.marks.find((mark) => mark.id === id));
  if (next) {
    paintNext(ctx, to(next.place), next.number, colour);
    paintMark(ctx, to(next.place), next, colour);
  }
  if (chosen && chosen !== next) paintChosen(ctx, to(chosen.place), colour);
  if (scene.position) paintPosition(ctx, to(scene.position.place), scene.position.accuracy * scale, colour);
}

function begin(ctx) {
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
}

export function paintGround(ctx, { areas, streets }, to, scale, colour) {
  for (const kind of ["park", "water", "building"]) {
    ctx.beginPath();
    for (const { rings } of areas.filter((area) => area.kind === kind)) for (const ring of rings) trace(ctx, ring, to);
    ctx.fillStyle = colour(`map-${kind}`);
    ctx.fill();
    if (kind === "building") stroke(ctx, colour("stone-3"), 1);
  }
  STREET_METRES.forEach((metres, width) => {
    ctx.beginPath();
    for (const { lines } of streets.filter((street) => street.width === width)) {
      for (const line of lines) trace(ctx, line, to);
    }
    stroke(ctx, colour("map-street"), Math.max(STREET_LEAST[width], metres * scale));
  });
}

function trace(ctx, line, to) {
  line.forEach((place, number) => {
    const { x, y } = to(place);
    if (number) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
  });
}

// The walk's outline, some metres around its doors.
function edgeOf(marks, around) {
  if (!marks.length) return null;
  const ways = Array.from({ length: 12 }, (_none, step) => (step * Math.PI) / 6);
  const wide = marks.flatMap(({ x, y }) =>
    ways.map((way) => ({ x: x + around * Math.cos(way), y: y + around * Math.sin(way) })),
  );
  const edge = new Path2D();
  hull(wide).forEach(({ x, y }, number) => (number ? edge.lineTo(x, y) : edge.moveTo(x, y)));
  edge.closePath();
  return edge;
}

// What is not of this walk.
function fade(ctx, edge, { min, max }, colour) {
  const outside = new Path2D(edge);
  outside.rect(min.x, min.y, max.x - min.x, max.y - min.y);
  ctx.save();
  ctx.globalAlpha = 0.55;
  ctx.fillStyle = colour("map-ground");
  ctx.fill(outside, "evenodd");
  ctx.restore();
}

function paintEdge(ctx, edge, colour) {
  ctx.save();
  ctx.setLineDash([12, 7]);
  ctx.strokeStyle = colour("link");
  ctx.lineWidth = 3;
  ctx.lineCap = "butt";
  ctx.stroke(edge);
  ctx.restore();
}

export function paintNames(ctx, streets, to, view, colour) {
  const written = [];
  const middle = { x: (view.min.x + view.max.x) / 2, y: (view.min.y + view.max.y) / 2 };
  ctx.save();
  ctx.font = `600 13px ${colour("text-font")}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const { name, lines } of [...streets].sort((a, b) => b.width - a.width)) {
    const length = name ? ctx.measureText(name).width + 16 : 0;
    const fits = name ? lines.map((line) => stretch(line.map(to), length)).filter(Boolean) : [];
    const free = (spot) => written.every((other) => Math.hypot(other.x - spot.x, other.y - spot.y) > length * 0.7);
    const seen = fits.flatMap((fit) => spots(fit, length)).filter((spot) => sees(view, spot) && free(spot));
    const place = nearest(seen, middle, Infinity);
    if (!place) continue;
    written.push(place);
    paintName(ctx, name, place, colour);
  }
  ctx.restore();
}

function paintName(ctx, name, { x, y, angle }, colour) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  ctx.lineWidth = 4;
  ctx.strokeStyle = colour("map-street");
  ctx.strokeText(name, 0, 0);
  ctx.fillStyle = colour("ink-2");
  ctx.fillText(name, 0, 0);
  ctx.restore();
}

function sees({ min, max }, { x, y }) {
  return x > min.x && x < max.x && y > min.y && y < max.y;
}

// The next doors strongly, those after them faintly.
function paintWay(ctx, way, colour) {
  const line = (points) => {
    ctx.beginPath();
    points.forEach(({ x, y }, number) => (number ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    stroke(ctx, colour("link"), points.length > NEXT ? 2 : 5);
  };
  ctx.save();
  ctx.globalAlpha = 0.45;
  line(way.length > NEXT ? way : []);
  ctx.globalAlpha = 0.85;
  line(way.slice(0, NEXT));
  ctx.restore();
}

function paintPosition(ctx, { x, y }, accuracy, colour) {
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, Math.min(accuracy, 400), 0, 2 * Math.PI);
  ctx.globalAlpha = 0.18;
  ctx.fillStyle = colour("link");
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.arc(x, y, 8, 0, 2 * Math.PI);
  ctx.fillStyle = colour("link");
  ctx.fill();
  stroke(ctx, colour("surface"), 3);
  ctx.restore();
}
