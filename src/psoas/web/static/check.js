// How far the check is: answered of needed. Without it the form works all the same.
const form = document.getElementById("check");
const bar = document.getElementById("check-progress");

const isAnswered = (question) =>
  [...question.querySelectorAll("input")].some((input) =>
    input.type === "text" ? input.value.trim() : input.checked && input.value,
  );

function count() {
  const needed = [...form.querySelectorAll(".question[data-needed]")]
    .filter((question) => getComputedStyle(question).display !== "none");
  const answered = needed.filter(isAnswered).length;
  bar.querySelector("progress").value = needed.length ? answered / needed.length : 1;
  bar.querySelector("span").textContent = `${answered} of ${needed.length} needed`;
}

bar.hidden = false;
form.addEventListener("input", count);
count();
