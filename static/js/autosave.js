// Saves a form while it is written: to the server two seconds after the last key, and on this device when that fails.
const PAUSE = 2000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-autosave-state]");
    this.key = `kumnit:${form.dataset.autosaveUrl}`;
    this.offerKept();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.sent(event));
    addEventListener("online", () => localStorage.getItem(this.key) && this.save());
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // A save that is still on its way goes first: the two would otherwise look like two people writing at once.
  sent(event) {
    clearTimeout(this.timer);
    this.stopped = true;
    if (this.saving) {
      event.preventDefault();
      this.saving.then(() => this.form.requestSubmit(event.submitter));
      return;
    }
    if (navigator.onLine) localStorage.removeItem(this.key);
  }

  save() {
    if (this.stopped) return;
    if (this.saving) return this.changed();
    this.saving = this.send().finally(() => { this.saving = null; });
  }

  async send() {
    this.say("saving");
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(this.form.dataset.autosaveUrl, { method: "POST", body, headers: { Accept: "application/json" } });
      await this.heard(answer);
    } catch {
      this.keep("offline");
    }
  }

  async heard(answer) {
    if (answer.status === 409) this.stopped = true;
    if (answer.status === 409 || answer.status === 401) return this.keep("conflict");
    if (answer.status === 422) return this.keep("invalid");
    if (!answer.ok || answer.redirected) return this.keep("offline");
    localStorage.removeItem(this.key);
    const kept = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    this.follow(kept);
    this.say(kept.saved === false ? "nothing" : "saved");
  }

  // A saved draft may get its own address and a new version; the next save must go there, with that, and so does a reload.
  follow({ autosave_url: address, address: page, fields = {} }) {
    if (address) this.form.dataset.autosaveUrl = address;
    if (address) this.key = `kumnit:${address}`;
    if (page) history.replaceState(history.state, "", page);
    for (const [name, value] of Object.entries(fields)) if (this.form.elements[name]) this.form.elements[name].value = value;
  }

  keep(state) {
    const texts = {};
    for (const control of this.form.elements) if (control.matches("textarea, input[type=text], select") && control.name) texts[control.name] = control.value;
    try { localStorage.setItem(this.key, JSON.stringify(texts)); } catch { /* the device keeps nothing; the form still does */ }
    this.say(state);
  }

  offerKept() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    if (!kept || Object.entries(kept).every(([name, text]) => this.form.elements[name]?.value === text)) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet button-small", textContent: this.line.dataset.restore });
    button.addEventListener("click", () => {
      for (const [name, text] of Object.entries(kept)) if (this.form.elements[name]) this.form.elements[name].value = text;
      this.save();
    });
    this.say("found");
    this.line.append(button);
  }

  say(state) {
    this.line.textContent = this.line.dataset[state] ?? "";
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
