// Shows ideas like the one being written, so that a colleague's idea is joined rather than repeated.
const PAUSE = 600;
const ENOUGH = 8;
// One Khmer letter takes nine characters of an address, and addresses end somewhere.
const ENOUGH_TO_KNOW = 400;

for (const place of document.querySelectorAll("[data-similar-url]")) {
  const list = place.querySelector("[data-similar-list]");
  const controls = place.dataset.similarFrom.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  let timer, running, asked = "";

  const ask = async () => {
    const text = controls.map((control) => control.value.trim()).join(" ").trim().slice(0, ENOUGH_TO_KNOW);
    if (text === asked) return;
    asked = text;
    running?.abort();
    running = new AbortController();
    if (text.length < ENOUGH) return void (place.hidden = true);
    const address = new URL(place.dataset.similarUrl, location.href);
    address.searchParams.set("q", text);
    const answer = await fetch(address, { signal: running.signal });
    if (!answer.ok) return;
    list.innerHTML = await answer.text();
    place.hidden = !list.querySelector("a");
  };

  // Help that does not come is no error: the form goes on without it.
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(() => {}), PAUSE);
  };

  for (const control of controls) control.addEventListener("input", later);
  later();
}
