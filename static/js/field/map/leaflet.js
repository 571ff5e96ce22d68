// Leaflet, which knows no modules: it comes when the map is first shown, from our own server or the phone's store.

export async function leaflet() {
  await import("../../../vendor/leaflet/leaflet.js");
  return globalThis.L;
}
