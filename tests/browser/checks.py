"""What is asked of a page inside the browser; each returns complaints, none when all is well."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN_AXE = """
async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], iframes: false, preload: false });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`));
}
"""

_TOO_WIDE = """
() => {
  const complaints = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) complaints.push(`the page is ${root.scrollWidth}px wide`);
  const scrolls = (element) => element.closest(".table-scroll, pre, .visually-hidden, .skip");
  const name = ({ tagName, className, textContent }) => `${tagName}.${className} "${textContent.trim().slice(0, 40)}"`;
  for (const element of document.body.querySelectorAll("*")) {
    if (scrolls(element) || !element.checkVisibility() || element.closest("svg")) continue;
    const box = element.getBoundingClientRect();
    if (!box.width) continue;
    if (box.right > root.clientWidth + 1 || box.left < -1) complaints.push(`${name(element)} leaves the window`);
    const typed = ["INPUT", "TEXTAREA", "SELECT", "OPTION", "PROGRESS"].includes(element.tagName);
    if (!typed && getComputedStyle(element).display !== "inline" && element.scrollWidth > element.clientWidth + 1
        && element.clientWidth)
      complaints.push(`${name(element)} holds ${element.scrollWidth}px in ${element.clientWidth}px`);
  }
  return complaints;
}
"""

# Author's words carry a language of their own; names and addresses stand in bdi; moments, countries and references to
# the law come from data.
_PLAIN_ENGLISH = """
(authors) => {
  const spoken = document.documentElement.lang;
  const OUTSIDE = "bdi, code, time, script, style, textarea, blockquote, .site-name, .languages, .article, "
    + "select[name=country], select[name=language]";
  const foreign = (element) => {
    const tongue = element.closest("[lang]");
    return (tongue && tongue.lang !== spoken) || element.closest(OUTSIDE);
  };
  const bare = (text) => {
    let rest = text, before;
    do { before = rest; rest = rest.replace(/\\[[^\\[\\]]*~\\]/g, " "); } while (rest !== before);
    return (rest.match(/\\p{L}{2,}/gu) || []).filter((word) => !/^[IVXL]+$/.test(word));
  };
  const complaints = [];
  const look = (text, where) => {
    const left = bare(text);
    if (left.length) complaints.push(`${where}: ${text.trim().replace(/\\s+/g, " ").slice(0, 90)}`);
  };
  look(authors.reduce((title, text) => title.replace(text, " "), document.title), "title");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (node.textContent.trim() && !foreign(parent)) look(node.textContent, `${parent.tagName}.${parent.className}`);
  }
  for (const name of ["alt", "aria-label", "title", "placeholder", "aria-description"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!foreign(element)) look(element.getAttribute(name), `${element.tagName} ${name}`);
    }
  }
  const AMOUNTS = ["person", "attempt", "arrived", "until", "now", "least", "most", "limit"];
  const SPEAKING =
    "[data-status], answer-autosave, order-rows, waiting-answers, quiz-timer, word-count, hand-in-file";
  for (const element of document.querySelectorAll(SPEAKING)) {
    const words = Object.entries(element.dataset).filter(([key]) => !AMOUNTS.includes(key));
    for (const [key, text] of words) if (!text.startsWith("/")) look(text, `data-${key}`);
  }
  const spoken_later = document.querySelectorAll("answer-autosave > template");
  for (const { content } of spoken_later) look(content.textContent, "template");
  return complaints;
}
"""


def axe(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA and its best practices, one line for each place."""
    page.evaluate(f"if (!window.axe) {{ {AXE.read_text()} }}")
    found: list[str] = page.evaluate(_RUN_AXE, AXE_TAGS)
    return found


def too_wide(page: Page) -> list[str]:
    """Return what makes the page scroll sideways, leaves the window, or does not fit into its box."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


def plain_english(page: Page, authors: list[str]) -> list[str]:
    """Return the texts of the interface that are not marked for translation (in a made-up language they stay plain).

    `authors` are the titles and names that may stand in the title of a page, which cannot say whose words they are.
    """
    found: list[str] = page.evaluate(_PLAIN_ENGLISH, authors)
    return found
