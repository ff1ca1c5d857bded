// What every page gets: the search shortcut and the menus; and the modules that this page's own attributes ask for.
const MODULES = {
  "[data-autosave-url]": "asset(js/autosave.js)",
  "[data-enhance]": "asset(js/enhance.js)",
  "[data-similar-url]": "asset(js/similar.js)",
  "[data-count-for]": "asset(js/characters.js)",
  "[data-preview-for]": "asset(js/preview.js)",
  "[data-flash]": "asset(js/flash.js)",
};

for (const [selector, address] of Object.entries(MODULES)) {
  if (document.querySelector(selector)) import(address);
}

const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  const box = document.getElementById("site-search");
  if (box && box.offsetParent) box.focus();
  else if (document.documentElement.dataset.search) location.assign(document.documentElement.dataset.search);
});

const menus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

const here = document.querySelector(".site-nav [aria-current]");
const row = here?.closest("ul");
if (row) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;

document.querySelector("[data-focus]")?.focus();

// A second press of the same button while the first is on its way would only be refused.
const PATIENCE = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PATIENCE);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Texts kept on a device that several colleagues use must not meet the next one.
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("kumnit:")) localStorage.removeItem(key);
});
