// A line that shows itself only when this phone is nearly full.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { room } from "../room.js";

export function roomNotice() {
  const notice = h("p", { class: "room", hidden: true });
  room().then((left) => {
    if (left === "enough") return;
    notice.append(icon("hard-drive"), h("span", {}, t(left === "full" ? "storage.full" : "storage.little")));
    notice.hidden = false;
  });
  return notice;
}
