// Which places a line goes around.

/** Whether a ring of [x, y] corners, closed or not, goes around the place; where it crosses itself, an odd number of times. */
export function inside([x, y], ring) {
  return ring.reduce((around, [ax, ay], number) => {
    const [bx, by] = ring[(number + 1) % ring.length];
    return ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay) ? !around : around;
  }, false);
}
