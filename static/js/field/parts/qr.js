// A QR drawn from the rows that the server sent: "1" is a dark square. Always dark on white, whatever the theme.
import { svg } from "../dom.js";

const QUIET = 3; // squares of margin, which cameras need

export function qr(rows, label) {
  const size = rows.length + 2 * QUIET;
  const runs = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(
      ({ index, 0: run }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`,
    ),
  );
  return svg(
    "svg",
    { class: "relay-qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label },
    svg("path", { d: runs.join("") }),
  );
}
