// A link to a glossary term opens a note with the definition, taken from the list of terms at the foot of the page.
// Without script the link leads to that list. Enter or a click opens and closes the note, Escape closes it.
class TermTips {
  constructor(text) {
    this.text = text;
    for (const link of text.querySelectorAll("a.term")) {
      if (this.#definition(link)) link.setAttribute("aria-expanded", "false");
    }
    this.spoken = document.createElement("div");
    this.spoken.setAttribute("role", "status");
    this.spoken.className = "visually-hidden";
    text.append(this.spoken);
    document.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("resize", () => this.#close(false));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#close(true); });
  }

  #clicked(event) {
    if (event.target.closest(".tip")) return;
    const link = event.target.closest("a.term[aria-expanded]");
    const opens = link && this.text.contains(link) && link !== this.open;
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (link && this.text.contains(link) && plain) event.preventDefault();
    this.#close(false);
    if (opens && plain) this.#show(link);
  }

  // The link leads to "#…": a dt with its dd, or an entry of its own, in the list .terms of this page.
  #definition(link) {
    const entry = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!entry || !entry.closest(".terms")) return null;
    return entry.tagName === "DT" ? entry.nextElementSibling : entry;
  }

  #show(link) {
    const definition = this.#definition(link);
    this.tip = document.createElement("span");
    this.tip.className = "tip";
    this.tip.lang = (definition.closest("[lang]") || document.documentElement).lang;
    this.tip.dir = "auto";
    for (const node of definition.cloneNode(true).childNodes) this.tip.append(node.cloneNode(true));
    for (const element of this.tip.querySelectorAll("[id]")) element.removeAttribute("id");
    for (const back of this.tip.querySelectorAll(".term-back")) back.remove();
    const place = document.createElement("span");
    place.className = "tip-place";
    place.append(this.tip);
    link.after(place);
    link.setAttribute("aria-expanded", "true");
    this.open = link;
    this.spoken.lang = this.tip.lang;
    this.spoken.textContent = this.tip.textContent;
    this.#keepInside();
  }

  // A note that would leave the window is moved in by as much as it stands out.
  #keepInside() {
    const box = this.tip.getBoundingClientRect();
    const beyond = Math.max(0, box.right - document.documentElement.clientWidth + 16);
    const shift = beyond ? -beyond : Math.max(0, 16 - box.left);
    if (shift) this.tip.style.transform = `translateX(${shift}px)`;
  }

  #close(refocus) {
    if (!this.open) return;
    this.open.setAttribute("aria-expanded", "false");
    if (refocus) this.open.focus();
    this.tip.parentElement.remove();
    this.spoken.textContent = "";
    this.open = null;
  }
}

new TermTips(document.querySelector("main"));
