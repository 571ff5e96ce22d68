// What the phone says after its store was erased: until it has been read.
import { h, icon } from "../dom.js";
import { forgetWhatHappened, whatHappened } from "../evicted.js";
import { t } from "../language.js";

export function evictedNotice() {
  const told = whatHappened();
  if (!told) return null;
  const card = h("div", { class: "card notice", role: "alert" });
  const read = () => {
    forgetWhatHappened();
    card.remove();
  };
  card.append(
    h("p", {}, icon("triangle-alert"), h("span", {}, t(`evicted.${told.key}`, { n: told.n }))),
    h(
      "div",
      { class: "notice-actions" },
      h("button", { type: "button", class: "button button-small", on: { click: read } }, t("outbox.read")),
    ),
  );
  return card;
}
