// One map on the screen: Leaflet moves and zooms it, the canvas is ours, and nothing is asked of the network.
import { nearest } from "../lib/mapping.js";
import { colours } from "./marks.js";
import { paintAbove, paintBelow } from "./painting.js";

const FINGER = 26; // pixels around a mark
const ROOM = { paddingTopLeft: [24, 84], paddingBottomRight: [76, 24] }; // for the key and the buttons
const PADDING = 0.35; // of the screen, drawn around it
const THEME = "canvass-theme";
const views = new Map(); // walk → where its map was left

export class Sheet {
  #map = null;
  #leaflet;
  #layers = [];
  #scene = null;
  #tiles;
  #choose;
  #themed;
  #watcher = new ResizeObserver(() => this.#fit());
  #repaint = () => this.paint();
  #retint = () => {
    this.paint();
    this.#themed();
  };
  // Leaflet tells of a turned phone 200 ms later, of a map that was left meanwhile too.
  #remember = () => this.#map && views.set(this.id, [this.#map.getCenter(), this.#map.getZoom()]);
  #dark = matchMedia("(prefers-color-scheme: dark)");

  /**
   * `element` may be unseen yet. `choose(id)`: somebody touched a mark, or none. `themed()`:
   * the colours changed. `tiles`: address of a server's
   * pictures, laid over our own ground while there is network.
   */
  constructor(leaflet, element, { id, choose, themed, tiles = null }) {
    this.id = id;
    this.element = element;
    this.#leaflet = leaflet;
    this.#choose = choose;
    this.#themed = themed;
    this.#tiles = tiles;
    this.#watcher.observe(element);
    addEventListener(THEME, this.#retint);
    this.#dark.addEventListener("change", this.#retint);
  }

  /**
   * Show this: {streets, areas, marks: [{id, place, state, count, doors, number}], way: [place], next, chosen,
   * position, middle}; places are [lat, lon].
   */
  show(scene) {
    this.#scene = scene;
    this.paint();
  }

  paint() {
    if (!this.#map || !this.#scene) return;
    const view = this.#map.getPixelBounds().pad(PADDING);
    const origin = this.#map.getPixelOrigin();
    const placed = {
      to: (place) => this.#map.latLngToLayerPoint(place),
      zoom: this.#map.getZoom(),
      view: { min: view.min.subtract(origin), max: view.max.subtract(origin) },
      colour: colours(),
    };
    for (const [context, paint] of this.#layers) {
      clear(context);
      paint(context, this.#scene, placed);
    }
  }

  zoomBy(steps) {
    this.#map?.setZoom(this.#map.getZoom() + steps);
  }

  goTo(place) {
    this.#map?.panTo(place, { animate: !this.#still });
  }

  close() {
    this.#watcher.disconnect();
    removeEventListener(THEME, this.#retint);
    this.#dark.removeEventListener("change", this.#retint);
    this.#map?.remove();
    this.#map = null;
  }

  get #still() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  // The first size makes the map; another one, of a turned phone, only widens it.
  #fit() {
    if (!this.element.clientWidth || !this.element.clientHeight) return;
    if (this.#map) this.#map.invalidateSize({ pan: false });
    else this.#open();
    this.paint();
  }

  #open() {
    const { map, tileLayer, Map } = this.#leaflet;
    const calm = this.#still ? { zoomAnimation: false, inertia: false, fadeAnimation: false } : {};
    const bare = { zoomControl: false, attributionControl: false, keyboardPanDelta: 90 };
    this.#map = map(this.element, { ...bare, ...calm, minZoom: 13, maxZoom: 20, zoomSnap: 0.5 });
    if (this.#still) this.#map.panBy = (by) => Map.prototype.panBy.call(this.#map, by, { animate: false });
    this.#setView();
    this.#map.createPane("ground");
    this.#layers = [this.#layer("ground", paintBelow), this.#layer("overlayPane", paintAbove)];
    if (this.#tiles && navigator.onLine) tileLayer(this.#tiles, { maxZoom: 20 }).addTo(this.#map);
    this.#map.on("moveend", this.#remember);
    this.#map.on("click", ({ layerPoint }) => this.#touched(layerPoint));
  }

  // Leaflet's canvas without any layer of its own: sized, sharp and moved by it, painted by us.
  #layer(pane, paint) {
    const renderer = this.#leaflet.canvas({ pane, padding: PADDING }).addTo(this.#map);
    renderer.on("update", this.#repaint);
    return [this.#map.getPane(pane).querySelector("canvas").getContext("2d"), paint];
  }

  #setView() {
    const left = views.get(this.id);
    const places = this.#scene.marks.map((mark) => mark.place);
    if (left) this.#map.setView(...left, { animate: false });
    else if (places.length) this.#map.fitBounds(places, { ...ROOM, maxZoom: 18, animate: false });
    else this.#map.setView(this.#scene.middle, 16, { animate: false });
  }

  #touched(at) {
    const marks = this.#scene.marks.map((mark) => ({ id: mark.id, ...this.#map.latLngToLayerPoint(mark.place) }));
    this.#choose(nearest(marks, at, FINGER)?.id ?? null);
  }
}

function clear(context) {
  context.save();
  context.resetTransform();
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
}
