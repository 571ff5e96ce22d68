// The list of the areas as the page holds it. Its boxes are the truth: the map shows them and ticks them.

export class Board {
  #root;

  constructor(root) {
    this.#root = root;
  }

  get form() {
    return this.#root.querySelector("[data-form]");
  }

  /** What was done or refused last, in words. */
  get said() {
    return this.form.querySelector("[data-said]")?.textContent.trim() ?? "";
  }

  /** All addresses with a place: {id, place: [lat, lon], turf, ticked}; `turf` is "" for one left out of the cut. */
  addresses() {
    return [...this.form.querySelectorAll("input[name=address][data-at]")].map((box) => {
      const [lon, lat] = box.dataset.at.split(",").map(Number);
      return { id: box.value, place: [lat, lon], turf: box.closest("[data-area]")?.dataset.area ?? "", ticked: box.checked };
    });
  }

  /** {turf, number, state, ticked, places} with the places in the order of the walk; an area without any is missing. */
  areas() {
    const places = new Map();
    for (const { turf, place } of this.addresses()) places.set(turf, [...(places.get(turf) ?? []), place]);
    return [...this.form.querySelectorAll("[data-area]")]
      .filter(({ dataset }) => places.has(dataset.area))
      .map(({ dataset: { area, number, state } }) => ({
        turf: area,
        number,
        state,
        ticked: this.#areaBox(area)?.checked ?? false,
        places: places.get(area),
      }));
  }

  /** How many addresses are ticked, those without a place too. */
  get count() {
    return this.form.querySelectorAll("input[name=address]:checked").length;
  }

  /** Tick these addresses; with all of them ticked already, untick them. */
  turn(ids) {
    const wanted = new Set(ids);
    const boxes = [...this.form.querySelectorAll("input[name=address]")].filter(({ value }) => wanted.has(value));
    const on = !boxes.every((box) => box.checked);
    this.#set(boxes, on);
  }

  turnArea(turf) {
    const box = this.#areaBox(turf);
    if (box) this.#set([box], !box.checked);
  }

  clear() {
    this.#set([...this.form.querySelectorAll("input[name=address]:checked")], false);
  }

  /** Press the button that is there for those without a map; whether there is one. */
  press(id) {
    const button = this.form.querySelector(`[id="${id}"]`);
    button?.click();
    return Boolean(button);
  }

  #areaBox(turf) {
    return this.form.querySelector(`input[name=area][value="${turf}"]`);
  }

  #set(boxes, on) {
    boxes.forEach((box) => { box.checked = on; });
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
