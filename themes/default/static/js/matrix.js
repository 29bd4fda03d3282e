// Weights take effect at once; without this file the button sends them. The server works out the
// order and the places, so that both ways show the same.
const PARTS = ["matrix", "ranking", "message", "outcomes"];
const part = (page, name) => page.querySelector(`[data-live="${name}"]`);

class LiveMatrix extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    form.addEventListener("change", () => this.show(form));
  }

  async show(form) {
    const address = `?${new URLSearchParams(new FormData(form))}`;
    this.request?.abort();
    this.request = new AbortController();
    try {
      const answer = await fetch(address, { signal: this.request.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      this.replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") form.requestSubmit();
    }
  }

  replace(page) {
    const open = [...part(document, "ranking").querySelectorAll("details[open]")];
    for (const name of PARTS) part(document, name)?.replaceChildren(...part(page, name).childNodes);
    // What has moved to another page of the list is not here any more.
    for (const { id } of open) document.getElementById(id)?.setAttribute("open", "");
  }
}

customElements.define("live-matrix", LiveMatrix);
