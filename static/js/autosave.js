// <answer-autosave> round a question's form: sends the answer as it is given, and says so in the line [data-status].
// What is typed is kept on this device until the server has confirmed it. Every change has a key of its own: the page's
// part stays, a number counts up. So the server knows what came first, and takes the same answer twice for one.
import { deliver, forget, keep, kept, keyOf, putBeside, tell, whenever } from "./kept-answers.js";

const [PAUSE, SOON, LATER] = [2000, 2000, 60000]; // milliseconds

class AnswerAutosave extends HTMLElement {
  connectedCallback() {
    this.person = this.dataset.person;
    this.form = this.querySelector("form");
    this.line = this.querySelector("[data-status]");
    this.again = SOON;
    this.onItsWay = 0;
    for (const change of ["input", "change"]) this.form.addEventListener(change, () => this.#changed());
    this.form.addEventListener("focusout", (event) => { if (!this.form.contains(event.relatedTarget)) this.#send(); });
    this.form.addEventListener("submit", (event) => this.#submitted(event));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#send(true); });
    addEventListener("pagehide", () => this.#send(true));
    whenever(() => this.#send());
    const time = this.line.querySelector("time");
    if (time) this.#savedAt(time.dateTime);
    this.#restore();
  }

  // Typed here before a lost connection or an ended login. When the server holds nothing newer, it comes back into the
  // form; else it is sent as it is, and the server keeps both for the learner to choose.
  #restore() {
    const own = kept(this.person, this.form.action);
    if (!own) return;
    const of = (name) => own.fields.filter(([each]) => each === name).map(([, value]) => value);
    if (!own.invalid && of("base")[0] !== this.#field("base").value) {
      return void putBeside(this.person, this.form.action, own.fields);
    }
    for (const control of this.form.elements) {
      const values = of(control.name);
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else if (!["submit", "file"].includes(control.type) && values.length) control.value = values[0];
    }
    this.dirty = true;
    this.#send();
  }

  #changed() {
    this.dirty = true;
    const key = this.#field("key");
    const step = (parseInt(key.value.slice(19, 28).replace("-", ""), 16) + 1).toString(16).padStart(8, "0");
    key.value = `${key.value.slice(0, 19)}${step.slice(0, 4)}-${step.slice(4)}00000000`;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), PAUSE);
  }

  // The form itself carries the answer now, unless there was no connection a moment ago: then it waits for one.
  async #submitted(event) {
    clearTimeout(this.timer);
    if (this.dirty) keep(this.person, this.form.action, this.#fields(), { submitted: true });
    if (!this.stuck) return void (this.dirty = false);
    event.preventDefault();
    await this.#send();
    if (!this.stuck) this.form.requestSubmit(event.submitter);
  }

  // One at a time; only when the page is left a newer answer does not wait for the one on its way.
  async #send(leaving = false) {
    clearTimeout(this.timer);
    if (!this.dirty) return;
    const fields = this.#fields();
    this.isKept = keep(this.person, this.form.action, fields);
    if (this.onItsWay && !leaving) return;
    this.dirty = false;
    this.onItsWay += 1;
    if (!this.stuck) this.#say("saving");
    const answer = await deliver(this.person, this.form.action, fields);
    this.onItsWay -= 1;
    this.#answered(answer, fields);
  }

  #answered({ state, revision, saved_at: savedAt, address, after }, fields) {
    const base = this.#field("base");
    if (state === "saved") {
      base.value = Math.max(base.value, revision);
      document.dispatchEvent(new CustomEvent("server-time", { detail: savedAt }));
    }
    this.stuck = ["offline", "busy", "signedOut"].includes(state);
    if (!this.stuck) this.again = SOON;
    if (this.dirty && !this.stuck) return void this.#send();
    if (keyOf(fields) !== this.#field("key").value) return; // a newer one is on its way
    if (this.stuck) {
      this.dirty = true;
      this.timer = setTimeout(() => this.#send(), Math.max(after || 0, this.again));
      this.again = Math.min(2 * this.again, LATER);
    } else if (state === "invalid") keep(this.person, this.form.action, fields, { invalid: true });
    else forget(this.person, this.form.action);
    if (state === "saved") this.#savedAt(savedAt);
    else this.#say(state === "offline" && !this.isKept ? "open" : state, address || (state === "signedOut" && this.dataset.signIn));
    tell();
  }

  // At the end of the time: nothing can be typed any more, and what was is sent until it arrives or is refused.
  async finish() {
    this.form.inert = true;
    for (let tries = 0; tries < 30 && (this.dirty || this.onItsWay); tries += 1) {
      await this.#send();
      if (this.dirty || this.onItsWay) await new Promise((go) => setTimeout(go, 1000));
    }
  }

  // What comes and goes within a moment is not read out.
  #say(word, address) {
    const text = this.querySelector(`[data-word="${word}"]`).content.cloneNode(true);
    if (address) text.querySelector("a").href = address;
    this.line.replaceChildren(text);
  }

  // The server's moment, on this device's dial; a wrong clock changes nothing.
  #savedAt(moment) {
    this.#say("saved");
    const dial = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" });
    const time = this.line.querySelector("time");
    Object.assign(time, { dateTime: moment, textContent: dial.format(new Date(moment)) });
  }

  #fields() {
    return [...new FormData(this.form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
  }

  #field(name) { return this.form.elements[name]; }
}

customElements.define("answer-autosave", AnswerAutosave);
