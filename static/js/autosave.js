// <answer-autosave> round a question's form: sends the answer as it is given, and says so in the line [data-status].
// What could not be sent stays on this device, with its key, and is sent again later; a key counts once on the server.
import { forget, keep, kept, newKey, others, post } from "./kept-answers.js";

const [PAUSE, RETRY] = [2000, 30000]; // milliseconds
const FINAL = [404, 409, 410]; // sending again cannot help

class AnswerAutosave extends HTMLElement {
  connectedCallback() {
    this.person = this.dataset.person;
    this.form = this.querySelector("form");
    this.line = this.querySelector("[data-status]");
    this.form.addEventListener("input", () => this.#changed());
    this.form.addEventListener("change", () => this.#changed());
    this.form.addEventListener("focusout", (event) => { if (!this.form.contains(event.relatedTarget)) this.#save(); });
    this.form.addEventListener("submit", () => this.#submitted());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#save(); });
    addEventListener("pagehide", () => this.#save());
    addEventListener("online", () => { this.#save(); this.#sendOthers(); });
    this.#restore();
    this.#sendOthers();
  }

  // After a lost connection or an ended login: what was typed here comes back, with its key, and is sent.
  #restore() {
    const own = kept(this.person, this.form.action);
    if (!own) return;
    for (const control of this.form.elements) {
      const values = own.fields.filter(([name]) => name === control.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else if (control.type !== "submit" && values.length) control.value = values[0];
    }
    this.dirty = true;
    this.#save();
  }

  async #sendOthers() {
    for (const { action, fields } of others(this.person, this.form.action)) {
      const response = await post(action, fields, this.#token()).catch(() => null);
      if (response && (this.#arrived(response) || FINAL.includes(response.status))) forget(this.person, action);
    }
  }

  #changed() {
    this.dirty = true;
    this.#renewKey();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#save(), PAUSE);
  }

  // The form itself carries the answer now; it is kept here until the page of another question shows that it arrived.
  #submitted() {
    clearTimeout(this.timer);
    if (this.dirty) keep(this.person, this.form.action, this.#fields(), true);
    this.dirty = false;
  }

  // One request at a time, so that an older answer cannot arrive after a newer one.
  async #save() {
    clearTimeout(this.timer);
    if (!this.dirty || this.sending) return;
    const fields = this.#fields();
    keep(this.person, this.form.action, fields, false);
    this.dirty = false;
    this.sending = true;
    const response = await post(this.form.action, fields, this.#token()).catch(() => null);
    this.sending = false;
    this.#answered(response);
  }

  #answered(response) {
    const { saved, waiting, closed, invalid, signIn } = this.dataset;
    if (response && this.#arrived(response)) {
      if (this.dirty) return void this.#save();
      forget(this.person, this.form.action);
      // The key stays until the answer changes: sent once more by the form, it is the answer already saved.
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" });
      this.line.textContent = `${saved} ${time.format(new Date())}`;
    } else if (response && FINAL.includes(response.status)) {
      forget(this.person, this.form.action);
      this.line.textContent = closed;
    } else {
      const refused = response && response.status < 429;
      this.dirty = !refused;
      if (!refused) this.timer = setTimeout(() => this.#save(), RETRY);
      this.line.textContent = refused ? (response.status === 422 ? invalid : signIn) : waiting;
    }
  }

  // A redirect would be the sign-in page or the like: no proof that the answer is stored.
  #arrived(response) { return response.ok && !response.redirected; }
  #fields() {
    return [...new FormData(this.form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
  }
  #token() { return this.form.elements.csrf_token.value; }
  #renewKey() { if (this.form.elements.key) this.form.elements.key.value = newKey(); }
}

customElements.define("answer-autosave", AnswerAutosave);
