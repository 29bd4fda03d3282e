// The form of an idea: keeps a draft, shows what is similar, and works out a proof of work. The form
// does without any of it; then people save the draft by a button, and a moderator looks first.
const SAVE_PAUSE = 2500;
const ASK_PAUSE = 500;
const SHORTEST = 8;
const CHUNK = 500;

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const wait = () => new Promise((resolve) => setTimeout(resolve));

// Altcha's protocol: find the number that, after the salt, has the hash that the challenge names.
async function solve({ algorithm, challenge, maxnumber, salt, signature }) {
  const encoder = new TextEncoder();
  for (let number = 0; number <= maxnumber; number += 1) {
    const hash = await crypto.subtle.digest(algorithm, encoder.encode(salt + number));
    if (hex(hash) === challenge) return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    if (number % CHUNK === 0) await wait();
  }
  return "";
}

class IdeaForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form.form");
    this.status = this.querySelector("[data-status]");
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => this.send(event));
    // Who comes back by the browser's button can go on writing and send once more.
    window.addEventListener("pageshow", () => { this.isSent = this.waits = false; });
  }

  typed() {
    this.proof ??= this.prove();
    this.after("save", SAVE_PAUSE, this.dataset.draftUrl, () => this.save());
    this.after("ask", ASK_PAUSE, this.dataset.similarUrl, () => this.ask());
  }

  after(name, pause, address, doing) {
    if (!address) return;
    this.timers ??= {};
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(doing, pause);
  }

  // Only in a secure context is there anything to compute with.
  async prove() {
    const field = this.form.elements.altcha;
    if (!this.dataset.proofUrl || !field || !globalThis.crypto?.subtle) return;
    try {
      const answer = await fetch(this.dataset.proofUrl);
      if (answer.ok) field.value = await solve(await answer.json());
    } catch {
      field.value = ""; // a moderator looks first
    }
  }

  // Sent before the proof is there, the form waits for it; a second press meanwhile does nothing.
  async send(event) {
    clearTimeout(this.timers?.save);
    this.isSent = true;
    const field = this.form.elements.altcha;
    if (!this.proof || field?.value || event.submitter?.name === "save") return;
    event.preventDefault();
    if (this.waits) return;
    this.waits = true;
    await this.proof;
    this.form.submit();
  }

  async save() {
    if (this.isSent || (!this.form.elements.title.value.trim() && !this.form.elements.text.value.trim())) return;
    const words = new FormData(this.form);
    for (const name of ["pictures", "documents", "altcha"]) words.delete(name);
    try {
      const answer = await fetch(this.dataset.draftUrl, { method: "POST", body: words });
      // It was sent from here or on another device: what is typed now is another draft.
      if (answer.status === 409) this.form.elements.draft.value = "";
      if (!answer.ok) return;
      const { key, url } = await answer.json();
      this.form.elements.draft.value = key;
      history.replaceState(null, "", url);
      const time = new Date().toLocaleTimeString(document.documentElement.lang.slice(0, 2), { timeStyle: "short" });
      this.status.textContent = `${this.dataset.saved} (${time})`;
    } catch {
      this.status.textContent = ""; // no network: the next try may have one
    }
  }

  async ask() {
    const title = this.form.elements.title.value.trim();
    if (title.length < SHORTEST) return this.show([]);
    const query = new URLSearchParams({ title, text: this.form.elements.text.value.slice(0, 500) });
    this.request?.abort();
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.similarUrl}?${query}`, { signal: this.request.signal });
      if (answer.ok) this.show((await answer.json()).items);
    } catch {
      // a newer question, or no network
    }
  }

  show(items) {
    const section = this.querySelector("[data-similar]");
    section.querySelector("ul").replaceChildren(...items.map((item) => this.line(item)));
    section.hidden = !items.length;
    if (items.length) this.status.textContent = `${this.dataset.found} ${items.length}`;
  }

  line({ title, url, kind, support_url: supportUrl }) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const named = document.createElement("span");
    Object.assign(link, { href: url, target: "_blank", textContent: title });
    Object.assign(named, { className: "muted", textContent: kind });
    line.append(link, " ", named);
    if (supportUrl) {
      const support = document.createElement("a");
      const label = this.dataset.support;
      Object.assign(support, { href: supportUrl, target: "_blank", textContent: label, ariaLabel: `${label}: ${title}` });
      line.append(" ", support);
    }
    return line;
  }
}

customElements.define("idea-form", IdeaForm);
