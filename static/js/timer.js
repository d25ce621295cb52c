// <quiz-timer> round the end of the time: says how much is left by the server's clock, and at the end hands in.
// Learners may hide it for this attempt; what is left is then still said at a fifth of the time, 5 and 1 minute.
const MINUTE = 60;

class QuizTimer extends HTMLElement {
  connectedCallback() {
    const { until, seconds, attempt } = this.dataset;
    this.until = Date.parse(until);
    this.warnings = [seconds / 5, 5 * MINUTE, MINUTE].filter((each) => each < seconds);
    this.name = `timer ${attempt}`;
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.#hide(!this.classList.contains("concealed")));
    document.addEventListener("server-time", ({ detail }) => this.#set(Date.parse(detail)));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#woken(); });
    const asked = performance.getEntriesByType("navigation")[0]?.responseStart || 0;
    this.#set(Date.parse(this.dataset.now) + performance.now() - asked);
    this.warnings = this.warnings.filter((each) => each < this.left);
    this.#hide(this.#kept() === "hidden");
    this.querySelector("[data-clock]").hidden = false;
    this.ticking = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  // The device's clock may be wrong, so only its pace is used; and its pace stops while it sleeps, so then it asks.
  #set(now) { [this.now, this.since, this.dial] = [now, performance.now(), Date.now()]; }
  get left() { return (this.until - this.now - (performance.now() - this.since)) / 1000; }

  async #woken() {
    if (Math.abs(Date.now() - this.dial - (performance.now() - this.since)) < 2000) return;
    const response = await fetch(location.href, { method: "HEAD" }).catch(() => null);
    const now = Date.parse(response?.headers.get("Date"));
    if (now) this.#set(now);
  }

  #tick() {
    const left = this.left;
    this.#write("[data-left]", Math.max(0, left));
    const due = this.warnings.filter((each) => left <= each);
    if (due.length) {
      this.warnings = this.warnings.filter((each) => left > each);
      this.#write("[data-said]", left);
    }
    if (left <= 0) this.#end();
  }

  #write(place, left) {
    const [unit, value] = left >= MINUTE ? ["minute", Math.ceil(left / MINUTE)] : ["second", Math.ceil(left)];
    const { lang } = document.documentElement;
    const text = new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(value);
    const time = this.querySelector(`${place} time`);
    if (time.textContent !== text) time.textContent = text;
    time.parentElement.hidden = false;
  }

  async #end() {
    clearInterval(this.ticking);
    this.querySelector("[data-said]").textContent = this.dataset.over;
    this.classList.add("over");
    await document.querySelector("answer-autosave")?.finish();
    this.querySelector("form").submit();
  }

  #hide(hidden) {
    this.classList.toggle("concealed", hidden);
    this.button.textContent = hidden ? this.dataset.show : this.dataset.hide;
    try { localStorage.setItem(this.name, hidden ? "hidden" : "shown"); } catch { /* then it holds for this page */ }
  }

  #kept() {
    try { return localStorage.getItem(this.name); } catch { return null; }
  }
}

customElements.define("quiz-timer", QuizTimer);
