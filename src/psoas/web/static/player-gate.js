// May this session be played now? psoas says so; without a connection the page asks what the
// server would ask, and holds to the day for which it was opened.
import { answered } from "./player-record.js";
import { standing } from "./player-send.js";
import { all, dropPages, keepPage } from "./player-store.js";

const CHECK = ["/check", "The check"];

async function keepForLater(note) {
  if (!("serviceWorker" in navigator)) {
    note("Over this connection the browser keeps no page: leave it open, and it goes on without psoas.");
    return;
  }
  try {
    await navigator.serviceWorker.register("/player-worker.js", { scope: "/" });
    await navigator.serviceWorker.ready; // only now is all of the player on this phone
    if (await keepPage(location.pathname)) note("On this phone for today: it works without a connection.");
  } catch {
    note("This browser keeps no page: leave it open, and it goes on without psoas.");
  }
}

const stands = async () =>
  (await all()).some(({ record }) => record.felt !== null && record.felt !== "none");

const opened = Date.now();
let offline = false;

// Whether the day for which the page was opened is over. With a connection only the time since
// then counts, so that a phone's wrong date keeps nobody out.
export const isOver = (data) =>
  Date.now() - opened > data.good_for_s * 1000 || (offline && Date.now() > Date.parse(data.until));

function begin(player) {
  player.querySelector('[data-do="start"]').disabled = false;
}

function askHere({ player, setPhase, close, keeper }) {
  setPhase("gate");
  player.querySelector(".player-gate").addEventListener("click", async (event) => {
    const felt = event.target.closest("[data-felt]")?.dataset.felt;
    if (!felt) return;
    const no = felt !== "none";
    keeper.keep(answered(keeper.record(), felt, Date.now()), { ended: no });
    if (no) {
      await dropPages();
      close("No session now", "Your answer is kept on this phone and is told to psoas when it can be reached. Then answer the check again.", CHECK);
      return;
    }
    setPhase("before");
    begin(player);
  });
}

export async function admit(page) {
  const { data, resumed, player, close, note } = page;
  const now = await standing(data.session);
  offline = now === null;
  if (now && !now.open) {
    await dropPages();
    close("No exercise now", now.said, CHECK);
  } else if (now && !now.in_plan && !resumed) {
    await dropPages();
    close("Not in the plan any more", "The plan was made again. Look there for what is next.", ["/plan", "The plan"]);
  } else if (now) {
    begin(player);
    await keepForLater(note);
  } else if (Date.now() > Date.parse(data.until)) {
    await dropPages();
    close("Of an earlier day", "psoas has to be reached to open this session again: it asks first what is new since then.");
  } else if (await stands()) {
    await dropPages();
    close("No session now", "You said that something is new or worse. Answer the check again when psoas can be reached.", CHECK);
  } else if (resumed) {
    begin(player);
  } else {
    askHere(page);
  }
}
