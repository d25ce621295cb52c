// <word-count for="…">: counts the words of a field while one writes, as the server counts them (quiz/word_count.py).
// Said by a screen reader only after a pause: a count at every key would drown the writing.
const UNSPACED = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
const WORD = new RegExp(`[${UNSPACED}]|[^\\s${UNSPACED}]+`, "gu");
const SOUND = /[\p{L}\p{N}]/u;
const PAUSE = 1000; // milliseconds

class WordCount extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.setAttribute("role", "status");
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#tell(), PAUSE);
    });
    this.#tell();
  }

  #tell() {
    const count = (this.field.value.match(WORD) || []).filter((word) => SOUND.test(word)).length;
    const { least, most, words, few, many } = this.dataset;
    const text = count && count < Number(least) ? few : Number(most) && count > Number(most) ? many : words;
    const number = new Intl.NumberFormat(document.documentElement.lang).format(count);
    this.textContent = this.field.value.trim() ? text.replace("{count}", number) : "";
  }
}

customElements.define("word-count", WordCount);
