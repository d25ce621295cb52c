// Rows to be arranged by buttons or by dragging. The lists (select) of the rows stay the form's only fields: each act
// sets them and says so with a "change", as if they had been chosen from. Words and buttons stand in a <template>.
const EDGE = 56; // pixels: so near the window's edge dragging scrolls

class Rows extends HTMLElement {
  // After all scripts of the page: what was kept on this device has been filled in by then.
  connectedCallback() {
    if (document.readyState === "complete") this.begin();
    else document.addEventListener("DOMContentLoaded", () => this.begin(), { once: true });
  }

  begin() {
    this.list = this.querySelector(".rows");
    this.parts = this.querySelector("template").content;
    for (const row of this.rows) row.prepend(this.part("grip"));
    this.addEventListener("pointerdown", (press) => {
      const held = press.target.closest(".grip, .chip");
      if (held && press.button === 0) this.#drag(held.closest("li"), press);
    });
  }

  get rows() { return [...this.list.children]; }
  part(name) { return this.parts.querySelector(`[data-part="${name}"]`).cloneNode(true); }
  field(row) { return row.querySelector("select"); }
  words(row) { return (row.querySelector("label") || row).textContent.trim(); }
  changed() { this.field(this.list).dispatchEvent(new Event("change", { bubbles: true })); }

  // Only what is let go over a fitting place counts; elsewhere, or with Escape, nothing has happened.
  #drag(source, { target: held, pointerId }) {
    const ghost = document.createElement("div");
    ghost.className = "chip ghost";
    ghost.textContent = this.words(source);
    const over = new AbortController();
    let aim = null;
    const on = (place, type, act) => place.addEventListener(type, act, { signal: over.signal });
    const end = () => {
      over.abort();
      ghost.remove();
      for (const each of [source, aim]) each?.classList.remove("held", "aimed");
    };
    held.setPointerCapture(pointerId);
    source.classList.add("held");
    on(held, "pointermove", ({ clientX: x, clientY: y }) => {
      this.append(ghost);
      [ghost.style.left, ghost.style.top] = [`${x + 8}px`, `${y + 8}px`];
      if (y < EDGE || y > innerHeight - EDGE) scrollBy(0, y < EDGE ? -EDGE / 4 : EDGE / 4);
      aim?.classList.remove("aimed");
      const below = document.elementFromPoint(x, y)?.closest("li");
      aim = below && this.contains(below) && this.fits(source, below) ? below : null;
      aim?.classList.add("aimed");
    });
    on(held, "pointerup", () => {
      end();
      if (aim) this.drop(source, aim);
    });
    on(held, "pointercancel", end);
    on(window, "keydown", ({ key }) => { if (key === "Escape") end(); });
  }
}

// <order-rows>: the place of a row is its number. Nothing is answered until a row is moved or the order is kept.
class OrderRows extends Rows {
  begin() {
    super.begin();
    for (const row of this.rows) this.#furnish(row);
    [this.tools, this.status] = [this.part("tools"), this.part("status")];
    this.append(this.tools, this.status);
    this.told = this.closest("fieldset").querySelector(".instruction");
    this.asked = this.told.textContent;
    [this.keeper, this.chooser] = this.tools.children;
    this.keeper.addEventListener("click", () => this.#keepOrClear());
    this.chooser.addEventListener("click", () => this.#show(!this.moving));
    this.list.addEventListener("change", () => this.#tell());
    this.list.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) this.#step(button.closest("li"), button.value);
    });
    this.#show(this.answered || this.rows.every((row) => !this.field(row).value));
  }

  #furnish(row) {
    const label = row.querySelector("label");
    label.id = `${label.htmlFor}-words`;
    row.append(this.part("moves"));
    for (const button of row.querySelectorAll("button")) {
      const words = button.firstElementChild;
      words.id = `${label.id}-${button.value}`;
      button.setAttribute("aria-labelledby", `${words.id} ${label.id}`);
    }
  }

  get answered() {
    const given = new Set(this.rows.map((row) => this.field(row).value));
    return !given.has("") && given.size === this.rows.length;
  }

  // Change between moving and the lists; rows with a number come first, in its order.
  #show(moving) {
    this.moving = moving;
    this.classList.toggle("moving", moving);
    const place = (row) => this.field(row).selectedIndex || this.rows.length + 1;
    if (moving) this.list.append(...this.rows.sort((one, other) => place(one) - place(other)));
    for (const row of this.rows) this.field(row).hidden = moving;
    this.told.textContent = moving ? this.dataset.instruction : this.asked;
    this.#tell();
  }

  #tell() {
    for (const row of this.rows) {
      const { value, selectedOptions } = this.field(row);
      row.querySelector(".grip-number").textContent = value ? selectedOptions[0].text : "–";
      const [up, down] = row.querySelectorAll("button");
      up.setAttribute("aria-disabled", !row.previousElementSibling);
      down.setAttribute("aria-disabled", !row.nextElementSibling);
    }
    this.keeper.textContent = this.answered ? this.dataset.clear : this.dataset.keep;
    this.chooser.textContent = this.moving ? this.dataset.lists : this.dataset.moving;
  }

  // The neighbour moves, not the row: so the focus stays in it.
  #step(row, way) {
    const neighbour = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return;
    if (way === "up") row.after(neighbour);
    else row.before(neighbour);
    this.#moved(row);
    row.scrollIntoView({ block: "nearest" });
  }

  fits(source, target) { return source !== target; }

  drop(source, target) {
    if (this.rows.indexOf(source) < this.rows.indexOf(target)) target.after(source);
    else target.before(source);
    this.#moved(source);
  }

  // "{entry} is now number {number} of {count}": the entry in its own language.
  #moved(row) {
    this.#number();
    const entry = document.createElement("bdi");
    entry.lang = this.closest("[lang]").lang;
    entry.textContent = this.words(row);
    const words = { entry, number: this.rows.indexOf(row) + 1, count: this.rows.length };
    this.status.replaceChildren(...this.dataset.moved.split(/[{}]/).map((piece) => words[piece] ?? piece));
  }

  #number() {
    this.rows.forEach((row, place) => { this.field(row).selectedIndex = place + 1; });
    this.changed();
  }

  #keepOrClear() {
    this.status.textContent = this.answered ? this.dataset.cleared : this.dataset.kept;
    if (!this.answered) return this.#number();
    for (const row of this.rows) this.field(row).selectedIndex = 0;
    this.changed();
  }
}

// <assign-rows>: an answer is dragged onto a row, or a row onto an answer; the lists stay beside it.
class AssignRows extends Rows {
  begin() {
    super.begin();
    const palette = this.part("palette");
    for (const { text, value } of [...this.field(this.list).options].slice(1)) {
      const chip = this.part("chip");
      chip.lastElementChild.textContent = text;
      chip.dataset.value = value;
      palette.lastElementChild.append(chip);
    }
    this.prepend(palette);
  }

  fits(source, target) { return source.parentElement !== target.parentElement; }

  drop(source, target) {
    const [row, chip] = this.list.contains(source) ? [source, target] : [target, source];
    this.field(row).value = chip.dataset.value;
    this.changed();
  }
}

customElements.define("order-rows", OrderRows);
customElements.define("assign-rows", AssignRows);
