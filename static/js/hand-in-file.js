// <hand-in-file> round a file field: sends the file as soon as it is chosen, by the form itself, which then shows the same
// question with the file in its list. One that is too large is told at once. Without this script the form's buttons send it.
class HandInFile extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    const line = this.querySelector("[role=status]");
    field.addEventListener("change", () => {
      const file = field.files[0];
      if (!file) return;
      if (file.size > Number(this.dataset.limit)) {
        line.textContent = this.dataset.large;
        field.value = "";
        return;
      }
      line.textContent = this.dataset.sending;
      const here = document.createElement("input");
      Object.assign(here, { type: "hidden", name: "go", value: this.closest("form").dataset.number });
      this.append(here);
      this.closest("form").requestSubmit();
    });
  }
}

customElements.define("hand-in-file", HandInFile);
