// Live values: events of the stream, else the interface every 15 seconds. The page is right without
// any of it, as of the time it was loaded. Only the way that values arrive is announced to screen
// readers, not each value.
const POLL = 15_000;
const TICK = 5_000;
const PATIENCE = 2; // failures of the stream before the interface is asked
const AGAIN = 20; // answers of the interface after which the stream is tried once more
// As the site reckons: so long may a device with an interval be silent, in seconds.
const STALE = (interval) => 2 * interval + 30;
const OFFLINE = (interval) => Math.max(5 * interval, 86_400);

const language = document.documentElement.lang.slice(0, 2);

class LiveValues extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(this.dataset.words);
    this.line = this.querySelector("[data-live-line]");
    this.rows = this.byDevice();
    if (!this.rows.size) return;
    this.counts = [...this.querySelectorAll("[data-count]")].map((place) => ({ place, ...JSON.parse(place.dataset.count) }));
    this.failures = this.answers = this.ahead = 0;
    // A page that nobody looks at asks for nothing.
    this.watch = () => (document.hidden ? this.stop() : this.start());
    document.addEventListener("visibilitychange", this.watch);
    this.watch();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.watch);
    this.stop();
  }

  byDevice() {
    const rows = new Map();
    for (const row of this.querySelectorAll("[data-device]")) {
      rows.set(row.dataset.device, [...(rows.get(row.dataset.device) ?? []), row]);
    }
    return rows;
  }

  start() {
    this.ticking ??= setInterval(() => this.age(), TICK);
    if (this.failures > PATIENCE) this.poll();
    else this.listen();
  }

  stop() {
    clearInterval(this.ticking);
    clearTimeout(this.polling);
    this.source?.close();
    this.request?.abort();
    this.ticking = this.source = null;
  }

  listen() {
    if (this.source) return;
    this.source = new EventSource(this.dataset.stream);
    this.source.addEventListener("open", () => this.arrives());
    this.source.addEventListener("now", (event) => this.setClock(event.data));
    this.source.addEventListener("state", (event) => this.show(JSON.parse(event.data)));
    this.source.addEventListener("error", () => this.fails());
  }

  // The visitor's clock may be wrong: what counts is how far the site's is from it.
  setClock(now) {
    const ahead = Date.parse(now) - Date.now();
    if (!Number.isNaN(ahead)) this.ahead = ahead;
  }

  now() {
    return Date.now() + this.ahead;
  }

  arrives() {
    this.failures = 0;
    clearTimeout(this.polling);
    this.say("events");
  }

  // The browser comes back to a stream that is lost by itself, not to one that was refused.
  fails() {
    this.failures += 1;
    if (this.source?.readyState !== EventSource.CLOSED && this.failures <= PATIENCE) return;
    this.source?.close();
    this.source = null;
    this.failures = PATIENCE + 1;
    this.poll();
  }

  async poll() {
    clearTimeout(this.polling);
    this.request = new AbortController();
    try {
      const answer = await fetch(this.dataset.poll, { signal: this.request.signal, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      this.setClock(answer.headers.get("Date"));
      for (const state of (await answer.json()).items) this.show(state);
      this.say("polling");
      this.answers += 1;
      if (this.answers % AGAIN === 0) this.listen();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.say("lost");
    }
    if (!document.hidden) this.polling = setTimeout(() => this.poll(), POLL);
  }

  say(key) {
    if (this.line && this.said !== key) this.line.textContent = this.words[key];
    this.said = key;
    this.dataset.arrival = key;
  }

  show({ device, values = {}, channels = {}, at, received, status, notice }) {
    for (const row of this.rows.get(device) ?? []) {
      const all = { 0: values, ...channels };
      for (const place of row.querySelectorAll("[data-measure]")) {
        const value = all[place.dataset.channel]?.[place.dataset.measure];
        if (value !== undefined && value !== null) this.write(row, place, value);
      }
      if (received) row.dataset.seen = received;
      if (at) this.date(row.querySelector("[data-live-at]"), new Date(at));
      this.mark(row, status);
      this.notify(row.querySelector(".live-notice"), notice);
    }
    for (const count of this.counts) this.count(count, device, values, status);
  }

  write(row, place, value) {
    if (place.localName === "progress") {
      place.value = value;
      return;
    }
    const words = place.dataset.spoken && JSON.parse(place.dataset.spoken);
    const text = words?.[String(value)] ?? this.number(place, value);
    if (place.textContent === text) return;
    place.textContent = text;
    if (!place.dataset.limit) return;
    const over = row.querySelector(`[data-over="${place.dataset.measure}"]`);
    if (over) over.hidden = value < Number(place.dataset.limit);
  }

  number(place, value) {
    if (typeof value !== "number") return String(value);
    const decimals = Number(place.dataset.decimals);
    const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false };
    const number = new Intl.NumberFormat(language, options).format(value);
    return place.dataset.unit ? `${number}\u00a0${place.dataset.unit}` : number;
  }

  date(time, moment) {
    if (!time) return;
    const zone = { timeZone: this.dataset.zone };
    const day = (date) => date.toLocaleDateString(language, zone);
    const clock = moment.toLocaleTimeString(language === "en" ? "en-GB" : language, { ...zone, hour: "2-digit", minute: "2-digit" });
    const isToday = day(moment) === day(new Date(this.now()));
    const shown = { ...zone, day: "2-digit", month: "2-digit", year: "numeric" };
    time.dateTime = moment.toISOString();
    time.textContent = isToday ? clock : `${moment.toLocaleDateString(language === "en" ? "en-GB" : language, shown)} ${clock}`;
  }

  mark(row, status) {
    if (!status || row.dataset.status === status) return;
    row.dataset.status = status;
    const sign = row.querySelector("[data-live-status]");
    if (sign) sign.textContent = this.words[status];
  }

  // What editors say of a device, in the page's language where they have written it, else in German.
  notify(line, notice) {
    if (!line) return;
    line.hidden = !notice;
    if (!notice) return;
    const words = line.querySelector("strong");
    words.lang = notice.words[document.documentElement.lang] ? document.documentElement.lang : "de";
    words.textContent = notice.words[words.lang];
    const end = line.querySelector(".muted");
    end.hidden = !notice.until;
    end.querySelector("time")?.remove();
    if (notice.until) this.date(end.appendChild(document.createElement("time")), new Date(notice.until));
  }

  // What nobody hears of any longer grows old before one's eyes, and notices end.
  age() {
    for (const row of [...this.rows.values()].flat()) {
      const silent = (this.now() - Date.parse(row.dataset.seen)) / 1000;
      const interval = Number(row.dataset.interval);
      if (silent > OFFLINE(interval)) this.mark(row, "offline");
      else if (silent > STALE(interval) && row.dataset.status === "online") this.mark(row, "stale");
    }
    for (const until of this.querySelectorAll(".live-notice time")) {
      if (Date.parse(until.dateTime) <= this.now()) until.closest(".live-notice").hidden = true;
    }
  }

  count(count, device, values, status) {
    if (!(device in count.values)) return;
    count.values[device] = status === "offline" ? null : (values[count.measure] ?? count.values[device]);
    const known = Object.values(count.values).filter((value) => value !== null && typeof value !== "string");
    const hits = known.filter((value) => (count.above ? Number(value) >= count.limit : Number(value) <= count.limit));
    count.place.textContent = String(hits.length);
  }
}

customElements.define("live-values", LiveValues);
