// Counts the characters left in a field while it is typed in; the server has the last word.
const format = new Intl.NumberFormat(document.documentElement.lang === "km" ? "km-u-nu-khmr" : "en");

for (const line of document.querySelectorAll("[data-count-for]")) {
  const control = document.getElementById(line.dataset.countFor);
  const limit = Number(line.dataset.limit);
  const idle = line.textContent;

  const show = () => {
    // The server counts characters, not UTF-16 halves, and a line break as two.
    const left = limit - [...control.value.replace(/\n/g, "\r\n")].length;
    line.classList.toggle("over", left < 0);
    if (left > limit * 0.5) line.textContent = idle;
    else line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", format.format(Math.abs(left)));
  };

  control.addEventListener("input", show);
  show();
}
