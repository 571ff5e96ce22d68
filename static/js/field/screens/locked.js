// A phone whose right has ended: nothing of the walk is shown, what waits can still be sent.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { rescueCard } from "../parts/rescue.js";

export function lockedScreen(app) {
  const { unsent } = app.sync.state;
  const send = h("button", {
    type: "button",
    class: "button button-main",
    on: { click: () => app.sync.now({ ending: true }) },
  });
  send.append(icon("cloud-upload"), t("outbox.send"));
  return {
    title: t("locked.title"),
    header: null,
    main: h(
      "main",
      { class: "page empty" },
      icon("lock", 48),
      h("h1", { tabindex: "-1" }, t("locked.title")),
      h("p", {}, t(reason(app.sync.state), { n: unsent })),
      unsent > 0 && send,
      unsent > 0 && !app.sync.state.revoked && rescueCard(app, t("rescue.if_stuck")),
      h("a", { class: "button", href: "/r/" }, t("turfs.code")),
    ),
    foot: null,
    live: true,
  };
}

function reason({ revoked, sealed }) {
  if (!revoked) return "locked.lease";
  return sealed ? "locked.revoked" : "locked.sealing";
}
