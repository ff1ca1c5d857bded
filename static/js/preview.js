// Shows how a text will look, made by the server with the same rules as the page.
for (const button of document.querySelectorAll("[data-preview-for]")) {
  const control = document.getElementById(button.dataset.previewFor);
  const pane = document.getElementById(`${control.id}-preview`);
  button.hidden = false;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", pane.id);

  const close = () => {
    pane.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };

  const open = async () => {
    const body = new FormData();
    body.set("text", control.value);
    body.set("csrf_token", control.form.elements.csrf_token?.value ?? "");
    const answer = await fetch(button.dataset.previewUrl, { method: "POST", body });
    if (!answer.ok) return;
    pane.innerHTML = await answer.text();
    pane.hidden = false;
    button.setAttribute("aria-expanded", "true");
  };

  button.addEventListener("click", () => (pane.hidden ? open().catch(close) : close()));
  control.addEventListener("input", close);
}
