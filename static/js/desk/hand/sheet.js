// The map of the areas: Leaflet moves and zooms it, the canvas is ours, and nothing is asked of other servers.
import { colours } from "../../field/map/marks.js";
import { paintAbove, paintBelow } from "./painting.js";

const PADDING = 0.3; // of the screen, drawn around it

export class Sheet {
  #map;
  #layers;
  #scene = null;

  /** `touched(point)`: somebody touched the map there, in the pixels of `pixel`. */
  constructor(leaflet, element, { places, touched }) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const still = calm ? { zoomAnimation: false, inertia: false, fadeAnimation: false } : {};
    // Two quick touches choose two addresses: they are no wish to come nearer.
    const bare = { zoomControl: false, attributionControl: false, doubleClickZoom: false, keyboardPanDelta: 90, zoomSnap: 0.5 };
    this.#map = leaflet.map(element, { ...bare, ...still, minZoom: 11, maxZoom: 20 });
    this.#map.fitBounds(places, { padding: [30, 30], maxZoom: 18, animate: false });
    this.#map.createPane("ground");
    this.#layers = [this.#layer(leaflet, "ground", paintBelow), this.#layer(leaflet, "overlayPane", paintAbove)];
    this.#map.on("click", ({ layerPoint }) => touched(layerPoint));
    new ResizeObserver(() => this.#map.invalidateSize({ pan: false })).observe(element);
    const repaint = () => this.paint();
    addEventListener("canvass-theme", repaint);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  }

  /** Show {ground, turfs, addresses, middle}; see board.js for the middle two. */
  show(scene) {
    this.#scene = scene;
    this.paint();
  }

  paint() {
    if (!this.#scene) return;
    const view = this.#map.getPixelBounds().pad(PADDING);
    const origin = this.#map.getPixelOrigin();
    const placed = {
      to: (place) => this.pixel(place),
      zoom: this.#map.getZoom(),
      view: { min: view.min.subtract(origin), max: view.max.subtract(origin) },
      colour: colours(),
    };
    for (const [context, paint] of this.#layers) {
      context.save();
      context.resetTransform();
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      context.restore();
      paint(context, this.#scene, placed);
    }
  }

  /** Where a [lat, lon] is drawn. */
  pixel(place) {
    return this.#map.latLngToLayerPoint(place);
  }

  /** What lies at this point of the screen, as [lat, lon]. */
  placeAt({ clientX, clientY }) {
    const { lat, lng } = this.#map.mouseEventToLatLng({ clientX, clientY });
    return [lat, lng];
  }

  zoomBy(steps) {
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  /** Whether a finger moves the map; while one draws on it, it does not. */
  hold(held) {
    for (const name of ["dragging", "touchZoom", "boxZoom"]) this.#map[name]?.[held ? "disable" : "enable"]();
  }

  // Leaflet's canvas without any layer of its own: sized, sharp and moved by it, painted by us.
  #layer(leaflet, pane, paint) {
    const renderer = leaflet.canvas({ pane, padding: PADDING }).addTo(this.#map);
    renderer.on("update", () => this.paint());
    return [this.#map.getPane(pane).querySelector("canvas").getContext("2d"), paint];
  }
}
