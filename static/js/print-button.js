// <print-button hidden> round a button: shows it, since only a script can open the print dialogue.
class PrintButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    this.hidden = button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

customElements.define("print-button", PrintButton);
