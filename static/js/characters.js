// Counts the characters left in a field once few of them are; the server has the last word.
const NEAR = 0.2;
const format = new Intl.NumberFormat(document.documentElement.lang === "km" ? "km-u-nu-khmr" : "en");

for (const line of document.querySelectorAll("[data-count-for]")) {
  const control = document.getElementById(line.dataset.countFor);
  const limit = Number(line.dataset.limit);
  const idle = line.textContent;

  const show = () => {
    // The server counts characters, not UTF-16 halves, and a line break as two.
    const left = limit - [...control.value.replace(/\n/g, "\r\n")].length;
    const near = left < limit * NEAR;
    line.classList.toggle("near", near);
    line.classList.toggle("over", left < 0);
    if (!near) line.textContent = idle;
    else line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", format.format(Math.abs(left)));
  };

  control.addEventListener("input", show);
  show();
}
