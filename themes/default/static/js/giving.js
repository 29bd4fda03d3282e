// The form of a donation: shows what it comes to with the fees, and works out a proof of work. The
// form does without any of it; the server reckons anew in any case.
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

// Cents of what a person typed; NaN for what is no amount. A dot before three digits groups thousands.
function cents(text) {
  const plain = text.replace(/[\s€]/g, "");
  if (!/^(\d{1,3}(\.\d{3})+|\d+)([,.]\d{1,2})?$/.test(plain)) return NaN;
  const [, whole, part = ""] = /^(.*?)(?:[,.](\d{1,2}))?$/.exec(plain);
  return Number(whole.replace(/\./g, "")) * 100 + Number(part.padEnd(2, "0"));
}

class DonationForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.live = this.querySelector("[data-live]");
    this.total = this.querySelector("[data-total]");
    this.patience = this.querySelector("[data-patience]");
    this.form.addEventListener("input", ({ target }) => {
      this.keepOne(target);
      this.changed();
    });
    this.form.addEventListener("submit", (event) => this.send(event));
    window.addEventListener("pageshow", () => this.startAnew());
  }

  // The same reckoning as domain/fees.py, in hundredths of a per cent: whole numbers only.
  fee(amount) {
    const rate = Math.round(Number(this.dataset.percent) * 100);
    const divisor = 10000 - rate;
    return Math.floor(((amount + Number(this.dataset.fixed)) * 10000 + divisor - 1) / divisor) - amount;
  }

  // Also when somebody comes back to a form that was sent.
  startAnew() {
    this.waits = this.isSent = false;
    if (this.patience) this.patience.textContent = "";
    this.changed(false);
  }

  // Of an offered amount and a free one that counts which was touched last, and both show it.
  keepOne(touched) {
    const { amount, other } = this.form.elements;
    if (touched === other && other.value.trim()) amount.value = "other";
    if (touched.name === "amount" && touched.value !== "other") other.value = "";
  }

  amount() {
    const { amount, other } = this.form.elements;
    if (other.value.trim()) return cents(other.value);
    return amount.value === "other" ? NaN : Number(amount.value);
  }

  changed(byPerson = true) {
    if (byPerson) this.proof ??= this.prove();
    const amount = this.amount();
    const known = Number.isFinite(amount) && amount > 0;
    if (this.live) {
      this.live.hidden = !known;
      this.querySelector("[data-examples]").hidden = known;
      if (known) this.live.querySelector("output").textContent = this.euros(this.fee(amount));
    }
    if (!this.total) return;
    this.total.hidden = !known;
    const covers = this.form.elements.cover_fees?.checked;
    if (known) this.total.querySelector("output").textContent = this.euros(amount + (covers ? this.fee(amount) : 0));
  }

  euros(amount) {
    const language = document.documentElement.lang.slice(0, 2);
    const digits = amount % 100 ? 2 : 0;
    return (amount / 100).toLocaleString(language, { style: "currency", currency: "EUR", minimumFractionDigits: digits });
  }

  // Only in a secure context is there anything to compute with.
  async prove() {
    const field = this.form.elements.altcha;
    if (!this.dataset.proofUrl || !field || !globalThis.crypto?.subtle) return;
    try {
      const answer = await fetch(this.dataset.proofUrl);
      if (answer.ok) field.value = await solve(await answer.json());
    } catch {
      field.value = ""; // where it is needed, the form asks for another way
    }
  }

  // Sent before the proof is there, the form waits for it; a second press meanwhile does nothing.
  async send(event) {
    if (this.isSent) return event.preventDefault();
    const field = this.form.elements.altcha;
    if (!this.proof || !field || field.value) {
      this.isSent = true;
      return undefined;
    }
    event.preventDefault();
    if (this.waits) return undefined;
    this.waits = true;
    this.patience.textContent = this.patience.dataset.patience;
    await this.proof;
    return this.form.submit();
  }
}

customElements.define("donation-form", DonationForm);
