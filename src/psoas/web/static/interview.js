// The screens work without this: it says what is ticked, and puts the reader at the question.
const form = document.getElementById("screen");
const rest = document.getElementById("rest");
const picked = document.getElementById("picked");

// of one sign, "yes" and "not sure" exclude each other
function keepOne(changed) {
  if (!changed.checked || !["yes", "unsure"].includes(changed.name)) return;
  const other = changed.name === "yes" ? "unsure" : "yes";
  const twin = form.querySelector(`input[name="${other}"][value="${changed.value}"]`);
  if (twin) twin.checked = false;
}

function say() {
  if (rest) {
    const any = form.querySelector("input:checked");
    rest.textContent = any ? rest.dataset.some : rest.dataset.none;
  }
  if (picked) {
    const names = [...form.querySelectorAll("input[name=spot]:checked")].map((each) => each.ariaLabel);
    picked.textContent = names.join(", ");
  }
}

form.addEventListener("change", (event) => {
  keepOne(event.target);
  say();
});
say();
if (!form.querySelector("[autofocus]")) document.getElementById("ask").focus({ preventScroll: true });
