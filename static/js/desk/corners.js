// A line drawn on a picture of the ground, as the server reads it: "lon lat,lon lat,…".
const MOST = 120; // corners: the address of a page stays short

/** `points` are [right, down] shares of the picture; `box` its edges in degrees. */
export function corners(points, { west, north, east, south }) {
  const every = Math.ceil(points.length / MOST);
  const [w, n, e, s] = [west, north, east, south].map(Number);
  return points
    .filter((_, rank) => rank % every === 0)
    .map(([right, down]) => `${(w + right * (e - w)).toFixed(6)} ${(n + down * (s - n)).toFixed(6)}`)
    .join(",");
}
