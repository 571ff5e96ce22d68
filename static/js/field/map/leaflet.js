// Leaflet, which knows no modules. It comes when a map is first shown, from our server or out of the phone's store.
import "leaflet";

export const leaflet = globalThis.L;
