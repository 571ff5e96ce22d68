// Opens the map of the areas: Leaflet, the ground below from our server, the tools above.
import { ground } from "../../field/lib/mapping.js";
import { leaflet } from "../../field/map/leaflet.js";
import { Sheet } from "./sheet.js";
import { Tools } from "./tools.js";

const EMPTY = { source: "", streets: [], areas: [] };

/** Show the board's areas in the card's map; a function that shows them again as they are. */
export async function bindMap(card, board, { streets }) {
  const element = card.querySelector("[data-map]");
  const places = board.addresses().map(({ place }) => place);
  let tools = null;
  const sheet = new Sheet(leaflet, element, { places, touched: (point) => tools.touch(point) });
  tools = new Tools(card, board, sheet, { streets });
  let below = EMPTY;
  const show = () => sheet.show({ ground: below, turfs: board.areas(), addresses: board.addresses(), middle: places[0] });
  show();
  below = await fetched(element.dataset.ground);
  show();
  card.dataset.ready = "";
  return show;
}

// Without the ground the areas are still there.
async function fetched(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? ground(await answer.json()) : EMPTY;
  } catch {
    return EMPTY;
  }
}
