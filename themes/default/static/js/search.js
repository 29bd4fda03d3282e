// Suggestions while typing: a combobox with a list box (WAI-ARIA Authoring Practices). The form works
// without it. Arrow keys choose, Enter opens the chosen page, Escape closes the list.
const PAUSE = 180;
const SHORTEST = 2;

class SearchField extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.appendList();
    this.status = this.appendStatus();
    Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    }).forEach(([name, value]) => this.input.setAttribute(name, value));
    this.input.addEventListener("input", () => this.schedule());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
  }

  appendList() {
    const list = document.createElement("ul");
    list.id = `${this.input.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.dataset.label);
    list.hidden = true;
    // Before the field loses the focus, which would close the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
    this.input.after(list);
    return list;
  }

  appendStatus() {
    const status = document.createElement("p");
    status.className = "kern-sr-only";
    status.setAttribute("role", "status");
    this.append(status);
    return status;
  }

  schedule() {
    clearTimeout(this.timer);
    this.request?.abort();
    const words = this.input.value.trim();
    if (words.length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(words), PAUSE);
  }

  async ask(words) {
    this.request = new AbortController();
    try {
      const address = `${this.dataset.url}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show((await answer.json()).items);
    } catch {
      this.close(); // a newer question, or no network: the form still works
    }
  }

  show(items) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...items.map((item, number) => this.option(item, number)));
    this.select(null);
    this.toggle(items.length > 0);
    this.status.textContent = items.length ? `${this.dataset.some} ${items.length}` : this.dataset.none;
  }

  option({ title, url, section }, number) {
    const option = document.createElement("li");
    const kind = document.createElement("span");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    kind.textContent = section;
    option.append(title, " ", kind);
    return option;
  }

  onKey(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && !this.list.hidden) {
      event.preventDefault();
      this.move(steps[event.key]);
    } else if (event.key === "Enter" && this.chosen) {
      event.preventDefault();
      this.open(this.chosen);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  // Beyond either end lies the field itself, with nothing chosen.
  move(step) {
    const options = [...this.list.children];
    const place = options.indexOf(this.chosen) + step;
    const next = this.chosen ? options[place] : options.at(step > 0 ? 0 : -1);
    this.select(next ?? null);
  }

  select(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  open(option) {
    if (option) window.location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.select(null);
    this.toggle(false);
    this.status.textContent = "";
  }

  toggle(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }
}

customElements.define("search-field", SearchField);
