// After the code and the name nothing more is typed: wait for the leader, take the token, download, begin.
import { answered, ask, enter, fetchTurfs, giveUp, given } from "./joining.js";
import { openWalk } from "./walk.js";
import { readyView, waitingView } from "./screens/join_views.js";

export { ask };

// After these the same request will never do.
const SPENT = ["not_found", "not_accepted", "token_taken", "other_campaign", "refused"];

/** Go on from the answer to a request. `again(error)` shows the form once more, with what is wrong or with nothing. */
export async function proceed(app, main, join, again) {
  try {
    await enterWalk(app, main, join, again);
  } catch (error) {
    if (SPENT.includes(error.code)) await giveUp();
    again(error);
  }
}

async function enterWalk(app, main, join, again) {
  const gone = () => !main.isConnected && main.dataset.shown === "true";
  const show = (view) => main.replaceChildren(...view);
  if (join.status === "waiting") show(waitingView(join, "join.waiting", () => giveUp().then(() => again())));
  const status = await answered(join, gone);
  if (status === "waiting") return;
  if (status === "refused") throw Object.assign(new Error(), { code: "refused" });
  const me = await enter(join);
  if (me.turfs.length === 0) show(waitingView(join, "join.no_turf"));
  const turfs = await given(me, gone);
  if (turfs.length === 0) return;
  show(waitingView(join, "join.downloading"));
  const [{ doors, bytes }] = await Promise.all([fetchTurfs(turfs), app.installed]);
  await app.entered(me);
  show(readyView(app, await openWalk(turfs[0].id), { doors, bytes }));
  main.querySelector("button").focus();
}
