// The card that offers the last resort, wherever visits wait and the server does not take them.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { saveRescueFile } from "../rescue.js";

/** Whether what waits may have to wait long: no network, or a server that does not know this phone. */
export function isStuck({ unsent, online, unknown }) {
  return unsent > 0 && (!online || unknown);
}

/** `lead`: the sentence that says why. */
export function rescueCard(app, lead) {
  const click = async () => {
    const said = await saveRescueFile().then(
      (n) => [t("rescue.saved", { n })],
      () => [t("rescue.failed"), { tone: "danger" }],
    );
    app.toast.show(...said);
  };
  const button = h("button", { type: "button", class: "button", on: { click } }, icon("file-lock"), t("rescue.save"));
  return h(
    "div",
    { class: "card notice" },
    h("p", {}, icon("triangle-alert"), lead),
    h("p", { class: "hint" }, t("rescue.what")),
    button,
  );
}
