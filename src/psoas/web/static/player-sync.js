// On the first page: what a phone did without a connection is sent, and told.
import * as store from "./player-store.js";
import { fileOf, sendWaiting, sendWhenBack } from "./player-send.js";
import { button, line } from "./player-log.js";

const place = document.getElementById("waiting");

async function show(sent = 0) {
  const dirty = (await store.all()).filter((entry) => entry.dirty);
  const refused = dirty.filter((entry) => entry.refused);
  const lines = [];
  if (sent) lines.push(line("Sent from this phone. Load the page again to see it."));
  if (dirty.length > refused.length) lines.push(line("A session is kept on this phone and will be sent."));
  for (const entry of refused) {
    const { what, where, fix } = entry.refused;
    lines.push(
      line(`${entry.session} was not taken: ${what} (${where}). ${fix}.`),
      button("Save it as a file", { className: "button ghost", wish: () => fileOf(entry) }),
      button("Delete it here", { className: "button ghost", wish: async () => { await store.remove(entry.id); show(); } }),
    );
  }
  place.hidden = !lines.length;
  place.replaceChildren(...lines);
}

let sent = 0;
let done = false;
const hear = (result) => {
  sent += result.went === "sent" ? 1 : 0;
  done ||= result.went === "sent" && result.kept.done;
  if (result.open === false) store.dropPages();
  show(sent);
};

if (place.dataset.closed === "yes") await store.dropPages(); // nothing is shown, here or offline
await store.tidy();
await show();
await sendWaiting(hear);
if (done) location.replace("/?kept=session");
else sendWhenBack(hear);
