// Welcome and topics are counted for a polling station, never kept with a door (law:P1).

export const SMALLEST_BATCH = 5;
const MOST_PER_ITEM = 200; // the server takes no larger number at once

/** The counts of one discussion; `sign` -1 takes them back. */
export function countsOf({ station, welcome, topics }, sign = 1) {
  if (!station) return [];
  const said = topics.map((topic) => ({ station, topic, n: sign }));
  return welcome ? [{ station, welcome, n: sign }, ...said] : said;
}

/** Equal counts added up, zeros left out, in an order that tells nothing: `random` returns numbers in [0, 1). */
export function summed(items, random = Math.random) {
  const totals = new Map();
  for (const { n, ...what } of items) {
    const name = JSON.stringify(what);
    totals.set(name, (totals.get(name) ?? 0) + n);
  }
  const rows = [...totals].flatMap(([name, n]) => portions(n).map((part) => ({ ...JSON.parse(name), n: part })));
  for (let place = rows.length - 1; place > 0; place -= 1) {
    const other = Math.floor(random() * (place + 1));
    [rows[place], rows[other]] = [rows[other], rows[place]];
  }
  return rows;
}

function portions(n) {
  const whole = Array.from({ length: Math.floor(Math.abs(n) / MOST_PER_ITEM) }, () => Math.sign(n) * MOST_PER_ITEM);
  const rest = n % MOST_PER_ITEM;
  return rest ? [...whole, rest] : whole;
}

/** Whether these counts may travel: enough of them to hide in, or the end of the shift. */
export function mayTravel(items, ending) {
  const count = summed(items).reduce((total, item) => total + Math.abs(item.n), 0);
  return count > 0 && (ending || count >= SMALLEST_BATCH);
}
