// Answers that wait on this device, by the person who gave them and the address they are to be sent to (which names the
// attempt and the question). They are never sent as another person. <waiting-answers> lists them and sends them.
const prefix = (person) => `answer ${person} `;
const place = (person, action) => {
  const { pathname, hash } = new URL(action, location.href);
  return prefix(person) + pathname + hash;
};
const number = (action) => action.match(/questions\/(\d+)/)?.[1];

// A device may refuse to store (private windows, full disk): then nothing is returned.
function storage(work) {
  try { return work(localStorage); } catch { return undefined; }
}

// True when it is kept. `submitted`: the form carries it off; the next page says with which key the last answer arrived.
// `invalid`: the server could not read it, so it waits to be corrected.
export function keep(person, action, fields, state = {}) {
  return storage((store) => {
    store.setItem(place(person, action), JSON.stringify({ fields, ...state }));
    return true;
  });
}

export function forget(person, action) {
  storage((store) => store.removeItem(place(person, action)));
}

export function kept(person, action) {
  const entry = storage((store) => JSON.parse(store.getItem(place(person, action))));
  if (!entry || !arrived(entry)) return entry;
  forget(person, action);
}

export const keyOf = (fields) => fields.find(([name]) => name === "key")?.[1];

const arrived = ({ fields, submitted }) => submitted
  && keyOf(fields) === document.querySelector("[data-arrived]").dataset.arrived;

// An answer from an outdated page goes a way of its own, so that what is typed now does not take its place.
export function putBeside(person, action, fields) {
  keep(person, `${action}#${keyOf(fields)}`, fields);
  forget(person, action);
  document.dispatchEvent(new Event("send-answers"));
}

function others(person, action) {
  return storage((store) => {
    const names = Object.keys(store).filter((name) => name.startsWith(prefix(person)) && name !== place(person, action));
    const waiting = names.map((name) => ({ action: name.slice(prefix(person).length), ...JSON.parse(store.getItem(name)) }));
    for (const entry of waiting) if (arrived(entry)) forget(person, entry.action);
    return waiting.filter((entry) => !arrived(entry));
  }) || [];
}

// Send an answer and say what became of it: "saved" (with revision and saved_at), "differs" or "closed" (with an address),
// "invalid", "signedOut", "busy" or "offline" (with the milliseconds that the server asks to wait, if it does).
export async function deliver(person, action, fields) {
  let response = await post(action, fields);
  if ([400, 403].includes(response?.status) && await renew(person, action)) response = await post(action, fields);
  if (!response) return { state: "offline" };
  if (response.status >= 429 || response.redirected) {
    return { state: "busy", after: 1000 * response.headers.get("Retry-After") };
  }
  const told = await response.json().catch(() => ({}));
  if (told.saved_at) return { state: "saved", ...told };
  const states = { 400: "signedOut", 403: "signedOut", 404: "closed", 409: "closed", 413: "invalid", 422: "invalid" };
  return { ...told, state: told.error === "answer-differs" ? "differs" : states[response.status] || "offline" };
}

function post(action, fields) {
  const token = document.querySelector("[name=csrf_token]").value;
  const headers = { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": token };
  return fetch(action, { method: "POST", keepalive: true, headers, body: new URLSearchParams(fields) }).catch(() => null);
}

// After signing in again, perhaps in another window, the forms of this page get the token of the new session.
async function renew(person, action) {
  const page = await fetch(action.replace(/questions.*/, "review")).then((response) => response.text()).catch(() => "");
  const token = page.includes(`data-person="${person}"`) && page.match(/name="csrf_token" value="([^"]+)"/)?.[1];
  if (token) for (const each of document.querySelectorAll("[name=csrf_token]")) each.value = token;
  return token;
}

export const tell = () => document.dispatchEvent(new Event("answers-waiting"));

// What waits is sent when the page opens, when there is a connection again, when somebody comes back to it or asks.
export function whenever(act) {
  addEventListener("online", act);
  addEventListener("focus", act);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) act(); });
  document.addEventListener("send-answers", act);
}

class WaitingAnswers extends HTMLElement {
  connectedCallback() {
    this.person = this.dataset.person;
    this.own = document.querySelector("answer-autosave form")?.action || "";
    this.told = [];
    this.querySelector("button").addEventListener("click", () => document.dispatchEvent(new Event("send-answers")));
    document.addEventListener("answers-waiting", () => this.#show());
    whenever(() => this.#send());
    this.#send();
  }

  async #send() {
    this.isAsked = true;
    if (this.sending) return;
    this.sending = true;
    while (this.isAsked) {
      this.isAsked = false;
      await this.#sendAll();
    }
    this.sending = false;
    this.#show();
  }

  async #sendAll() {
    let arrived = 0;
    for (const { action, fields } of others(this.person, this.own).filter(({ invalid }) => !invalid)) {
      const { state, address } = await deliver(this.person, action, fields);
      if (["saved", "differs", "closed"].includes(state)) forget(this.person, action);
      if (state === "invalid") keep(this.person, action, fields, { invalid: true });
      if (state === "saved") arrived += 1;
      else if (address) this.told.push([address, this.dataset[state].replace("#", number(action))]);
    }
    if (arrived && "reload" in this.dataset) location.reload();
  }

  #show() {
    const waiting = others(this.person, this.own);
    const own = this.own && kept(this.person, this.own);
    if (own && !own.submitted && !own.invalid) waiting.push({ action: this.own });
    const words = ({ action, invalid }) => this.dataset[invalid ? "invalid" : "question"].replace("#", number(action));
    const links = waiting.map((entry) => [entry.action.replace(/(\/file)?(#.*)?$/, ""), words(entry)]);
    const list = this.querySelector("ul");
    list.replaceChildren(...[...links, ...this.told].map(([href, textContent]) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href, textContent }));
      return item;
    }));
    for (const each of this.querySelectorAll("[data-some]")) each.hidden = waiting.every(({ invalid }) => invalid);
    this.hidden = !list.children.length;
  }
}

customElements.define("waiting-answers", WaitingAnswers);
