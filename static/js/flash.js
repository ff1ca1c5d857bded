// Lets a message at the top of the page be put away.
for (const message of document.querySelectorAll("[data-flash]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "notice-close";
  button.setAttribute("aria-label", message.dataset.flash);
  button.textContent = "×";
  button.addEventListener("click", () => {
    message.remove();
    document.getElementById("main").focus();
  });
  message.querySelector(".notice").append(button);
}
