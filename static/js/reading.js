// What pages to read and to print add to HTML, in one file for one request: the place last read, and a print button.

// <lesson-place data-url data-token> in a lesson: tells the site which heading was read last, so that the reader can go
// on there from any device. It sends when scrolling pauses and when the page is left, and never moves the page itself.
// Without a token (nobody is enrolled) it does nothing.
const PAUSE = 3000;

class LessonPlace extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.token) return;
    this.headings = [...document.querySelectorAll("main :is(h2, h3)[id]")];
    this.sent = this.#place();
    document.addEventListener("scroll", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#send(), PAUSE);
    }, { passive: true });
    addEventListener("pagehide", () => this.#send());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#send(); });
  }

  // The last heading above the middle of the window; none while the reader is still above the first.
  #place() {
    const passed = this.headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2);
    return passed.length ? passed[passed.length - 1].id : "";
  }

  async #send() {
    clearTimeout(this.timer);
    const place = this.#place();
    if (!place || place === this.sent) return;
    const before = this.sent;
    this.sent = place;
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST",
        keepalive: true,
        headers: { Accept: "application/json", "X-CSRFToken": this.dataset.token, "X-Requested-With": "fetch" },
        body: new URLSearchParams({ place }),
      });
      if (!response.ok) this.sent = before;
    } catch {
      this.sent = before; // no connection: the next pause tries again
    }
  }
}

customElements.define("lesson-place", LessonPlace);

// <print-button hidden> round a button: shows it, since only a script can open the print dialogue.
class PrintButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    this.hidden = button.hidden = false;
    button.addEventListener("click", async () => {
      await this.#pictures();
      print();
    });
  }

  // Those further down the page are loaded as the reader comes near; paper shows them all. One that cannot be had
  // (no connection) does not keep the rest from being printed.
  #pictures() {
    return Promise.allSettled([...document.images].map((image) => {
      image.loading = "eager";
      return image.decode();
    }));
  }
}

customElements.define("print-button", PrintButton);
