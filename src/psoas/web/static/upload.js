// While files are copied: say so, and say beforehand what is too large. Without it the form works.
const gb = (bytes) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`);

for (const form of document.querySelectorAll("form.upload")) {
  const button = form.querySelector("button");
  const said = form.querySelector(".upload-said");
  const bar = form.querySelector(".upload-bar");
  const show = (text, busy) => {
    said.textContent = text;
    bar.hidden = !busy;
    button.disabled = busy;
  };

  form.addEventListener("submit", (event) => {
    const files = [...form.querySelector('input[type="file"]').files];
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    if (bytes > Number(form.dataset.limitBytes)) {
      event.preventDefault();
      show(`These are ${gb(bytes)}, more than ${gb(form.dataset.limitBytes)} at once. ${form.dataset.tooLarge ?? "Send them in parts, or use psoas import."}`, false);
      return;
    }
    show(`Handing over ${gb(bytes)}. Stay on this page for so long.`, true);
  });
  addEventListener("pageshow", () => show("", false));
}
