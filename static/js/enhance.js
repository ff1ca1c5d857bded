// Sends a form without leaving the page: form[data-enhance=NAME] gets the element with id NAME from the answer and puts it in place.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.enhance) return;
  event.preventDefault();
  event.stopPropagation();
  const pressed = event.submitter;
  const name = form.dataset.enhance;
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";

  const body = new FormData(form, pressed);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Kumnit-Part": name } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(name);
    if (!answer.ok || !fresh) throw new Error(`No part ${name} in the answer ${answer.status}`);
    put(fresh, name, pressed?.name);
  } catch {
    // The plain way shows the page, or the sentence that says why not.
    delete form.dataset.busy;
    form.removeAttribute("data-enhance");
    form.requestSubmit(pressed);
  }
}, true);

function put(fresh, name, focusName) {
  const place = document.getElementById(name);
  place.replaceWith(document.adoptNode(fresh));
  fresh.querySelector(`[name="${CSS.escape(focusName ?? "")}"]`)?.focus();
  document.getElementById("announcer").textContent = fresh.dataset.said ?? "";
}
