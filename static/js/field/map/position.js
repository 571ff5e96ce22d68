// Where the phone is: asked of the system when a person wants to know, told to the map, sent nowhere.

const REFUSED = 1; // GeolocationPositionError.PERMISSION_DENIED

/**
 * Watch until the answer is called. `found({place: [lat, lon], accuracy})` each time; `failed("refused" |
 * "unavailable")` when there is nothing to be had.
 */
export function watchPosition(found, failed) {
  const { geolocation } = navigator;
  if (!geolocation) {
    failed("unavailable");
    return () => {};
  }
  const watch = geolocation.watchPosition(
    ({ coords }) => found({ place: [coords.latitude, coords.longitude], accuracy: coords.accuracy }),
    ({ code }) => failed(code === REFUSED ? "refused" : "unavailable"),
    { enableHighAccuracy: true, maximumAge: 10_000, timeout: 20_000 },
  );
  return () => geolocation.clearWatch(watch);
}
