// "Delete everything" and "take back" reach this phone too, before the form is sent.
import { forgetAll } from "./player-store.js";

for (const form of document.querySelectorAll("form[data-forgets]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await forgetAll();
    form.submit();
  });
}
