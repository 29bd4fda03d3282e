// A driver's page. Reports are kept on the phone first and sent when there is a net; each has a key of
// its own, so that one that is sent twice counts once. Without this script the forms work as they are.
const RETRY = 20_000;
const MOST_SENT = 200;

class DepotTour extends HTMLElement {
  connectedCallback() {
    this.place = `depot:${this.dataset.tour}`;
    this.sentPlace = `${this.place}:sent`;
    this.net = this.querySelector("[data-net]");
    this.addEventListener("submit", (event) => this.take(event));
    window.addEventListener("online", () => this.send());
    this.timer = setInterval(() => this.send(), RETRY);
    this.catchUp();
    this.send();
    this.keepPage();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  // A page that the worker has kept knows nothing of what was sent since.
  catchUp() {
    for (const report of read(this.sentPlace)) {
      const result = this.querySelector(`[data-stop="${report.stop}"] [data-result]`);
      if (result?.hidden) this.show(report, false);
    }
    this.kept().forEach((report) => this.show(report));
  }

  kept() {
    return read(this.place);
  }

  keep(reports) {
    write(this.place, reports);
  }

  take(event) {
    const stop = event.target.closest("[data-stop]");
    const button = event.submitter;
    if (!stop || !button) return;
    const report = {
      stop: Number(stop.dataset.stop),
      result: button.value,
      words: button.textContent.trim(),
      note: event.target.elements.note.value.trim(),
      at: new Date().toISOString(),
      client_key: crypto.randomUUID ? crypto.randomUUID() : key(),
    };
    try {
      this.keep([...this.kept(), report]);
    } catch {
      return; // no room on the phone: the form goes its own way
    }
    event.preventDefault();
    this.show(report);
    stop.querySelector("summary")?.focus({ preventScroll: true }); // the button is folded away
    this.send();
  }

  show(report, isKept = true) {
    const stop = this.querySelector(`[data-stop="${report.stop}"]`);
    if (!stop) return;
    stop.classList.remove("depot-stop--emptied", "depot-stop--blocked", "depot-stop--damaged");
    stop.classList.add(`depot-stop--${report.result}`);
    stop.querySelector("[data-result]").hidden = false;
    stop.querySelector("[data-words]").textContent = report.words;
    stop.querySelector("[data-note]").textContent = report.note;
    stop.querySelector("[data-kept]").hidden = !isKept;
    stop.querySelector("[data-fault]").hidden = true;
    stop.querySelector("details")?.removeAttribute("open");
    this.count();
  }

  count() {
    const done = [...this.querySelectorAll("[data-result]")].filter((each) => !each.hidden).length;
    this.querySelector("[data-done]").textContent = done;
    this.querySelector("[data-progress]").value = done;
  }

  async send() {
    const reports = this.kept();
    if (!reports.length || this.isSending) return this.tell();
    this.isSending = true;
    let isThrough = false;
    try {
      const answer = await this.post(reports);
      if (answer.ok) this.settle(reports, (await answer.json()).items);
      else this.isSignedOut = answer.status === 401 || answer.status === 403;
      isThrough = answer.ok;
    } catch {
      // no net: it stays kept
    } finally {
      this.isSending = false;
      this.tell();
    }
    if (isThrough && this.kept().length) await this.send(); // what was pressed meanwhile
  }

  async post(reports) {
    const answer = await this.post_with(this.querySelector("[name=csrfmiddlewaretoken]")?.value, reports);
    if (answer.status !== 403) return answer;
    // A page of before the last sign-in has an old token: the page as it is now has a new one.
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    return this.post_with(page.querySelector("[name=csrfmiddlewaretoken]")?.value, reports);
  }

  post_with(token, reports) {
    return fetch(this.dataset.reportUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token ?? "" },
      body: JSON.stringify(reports.map(({ words, ...report }) => report)),
      signal: AbortSignal.timeout(15_000),
    });
  }

  settle(sent, items) {
    this.isSignedOut = false;
    this.hasSent = true;
    const states = new Map(items.map((item) => [item.client_key, item]));
    this.keep(this.kept().filter((report) => !states.has(report.client_key)));
    const taken = sent.filter((report) => ["kept", "known"].includes(states.get(report.client_key)?.state));
    write(this.sentPlace, [...read(this.sentPlace), ...taken].slice(-MOST_SENT));
    for (const report of sent) {
      const item = states.get(report.client_key);
      const stop = this.querySelector(`[data-stop="${report.stop}"]`);
      if (!item || !stop) continue;
      stop.querySelector("[data-kept]").hidden = true;
      const fault = stop.querySelector("[data-fault]");
      fault.hidden = item.state !== "refused";
      fault.textContent = item.message;
    }
  }

  tell() {
    const waiting = this.kept().length;
    if (!waiting && !this.hasSent) return;
    this.net.hidden = false;
    this.net.classList.toggle("depot-net--waiting", waiting > 0);
    const words = this.isSignedOut ? this.net.dataset.signedOut : this.net.dataset.waiting;
    this.net.textContent = waiting ? `${words} ${waiting}` : this.net.dataset.sent;
  }

  // The page itself can be opened again without a net.
  async keepPage() {
    const workers = navigator.serviceWorker;
    if (!workers) return; // not served by HTTPS
    const isFirst = !workers.controller;
    await workers.register(this.dataset.workerUrl).catch(() => {});
    if (isFirst) (await workers.ready).active.postMessage([location.href, ...parts()]);
  }
}

// Styles, scripts, fonts and pictures of this page.
function parts() {
  const loaded = performance.getEntriesByType("resource");
  const drawn = loaded.filter((entry) => ["link", "script", "css", "img"].includes(entry.initiatorType));
  const own = drawn.filter((entry) => new URL(entry.name).origin === location.origin);
  return [...new Set(own.map((entry) => entry.name))];
}

function read(place) {
  try {
    const found = JSON.parse(localStorage.getItem(place));
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function write(place, reports) {
  if (reports.length) localStorage.setItem(place, JSON.stringify(reports));
  else localStorage.removeItem(place);
}

// For browsers without randomUUID, and for pages that are not served by HTTPS.
function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

customElements.define("depot-tour", DepotTour);
