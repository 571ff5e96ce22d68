// The phone's two clocks. Only the server decides what time it really was; we tell it all we know.

/** Local wall time with its offset from UTC: "2027-02-13T10:40:02.120+01:00". */
export function isoWithOffset(date) {
  const minutes = -date.getTimezoneOffset();
  const two = (number) => String(number).padStart(2, "0");
  const shifted = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  const away = Math.abs(minutes);
  return `${shifted}${minutes < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
}

/**
 * Milliseconds since the app's first start, that a changed wall clock does not move while the page lives. Between two
 * lives of the page only the wall clock can tell, so the zero is the wall time of the first one; never below zero.
 */
export function monotonic({ timeOrigin, now, zero }) {
  return Math.max(0, Math.round(timeOrigin - zero + now));
}

/** What to add to the phone's time to get the server's, half the round trip taken off. All in milliseconds. */
export function offsetOf({ sentAt, receivedAt, serverTime }) {
  return Math.round(serverTime - (sentAt + (receivedAt - sentAt) / 2));
}

/** The window of silence that this instant lies in, or null (law:V2). `windows`: [{from, to}], ISO. */
export function silenceAt(windows, instant) {
  return windows.find(({ from, to }) => Date.parse(from) <= instant && instant < Date.parse(to)) ?? null;
}
