"""What a learner does on the pages: register, enrol, read, answer, hand in. By clicks, or by the keyboard alone."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from learning.web.language import PseudoTranslations


class Hand:
    """Somebody who clicks and types."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        """Use a link, a button, a radio or a checkbox."""
        control.click()

    def write(self, control: Locator, text: str) -> None:
        """Write into a field."""
        control.fill(text)

    def choose(self, control: Locator, value: str) -> None:
        """Choose from a list."""
        option = control.locator(f'option[value="{value}"]').element_handle()
        control.select_option(element=option)  # by its value alone the list would take a word that is the same


class Keyboard(Hand):
    """Somebody who has only a keyboard: every control is reached with Tab, and its focus is seen."""

    MOST_STEPS = 250

    def reach(self, control: Locator) -> None:
        """Press Tab until the control has the focus; fails when it is never reached or the focus cannot be seen."""
        target = control.element_handle()
        for _ in range(self.MOST_STEPS):
            if target.evaluate(_REACHED):
                complaint = target.evaluate(_UNSEEN)
                assert not complaint, complaint
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{control} is not reached with Tab on {self.page.url}")

    def press(self, control: Locator) -> None:
        self.reach(control)
        kind = control.get_attribute("type")
        self.page.keyboard.press("Space" if kind in ("radio", "checkbox") else "Enter")
        if kind == "radio":
            self._move_to(control)

    def _move_to(self, control: Locator) -> None:
        # Tab goes to a group of radios; the arrows go through it.
        for _ in range(30):
            if control.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{control} is not reached with the arrows")

    def write(self, control: Locator, text: str) -> None:
        self.reach(control)
        self.page.keyboard.insert_text(text)

    def choose(self, control: Locator, value: str) -> None:
        self.reach(control)
        self.page.keyboard.type(control.locator(f'option[value="{value}"]').inner_text())


_REACHED = """
(target) => {
  const now = document.activeElement;
  return now === target || (target.type === "radio" && now && now.type === "radio" && now.name === target.name);
}
"""
_UNSEEN = """
() => {
  const now = document.activeElement;
  const seen = (element) => getComputedStyle(element).outlineStyle !== "none"
    || getComputedStyle(element).boxShadow !== "none";
  if (!seen(now) && !(now.closest("label") && seen(now.closest("label")))) return `${now.outerHTML}: no focus is seen`;
  const box = now.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight) return `${now.outerHTML}: the focus is outside the window`;
  const top = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1));
  const covered = top && !now.contains(top) && !top.contains(now);
  return covered ? `${now.outerHTML}: covered by ${top.outerHTML.slice(0, 80)}` : "";
}
"""


def register(hand: Hand, constituency: str = "worker") -> None:
    """Make an account from the front page on."""
    page = hand.page
    page.goto("/register")
    hand.write(page.locator("#name"), "Ana Lima")
    hand.write(page.locator("#email"), f"{uuid4().hex[:10]}@example.org")
    hand.press(page.locator(f"[name=constituency][value={constituency}]"))
    hand.choose(page.locator("#country"), "BR")
    hand.write(page.locator("#password"), "a-long-enough-one-7")
    hand.write(page.locator("#repeat_password"), "a-long-enough-one-7")
    hand.press(page.locator("main form .button"))
    expect(page).to_have_url(re.compile("/my-learning$"))


def complete(hand: Hand, course: str = "small") -> None:
    """Enrol, read, answer, hand in and see the result, until the course is complete."""
    page = hand.page
    page.goto(f"/courses/{course}")
    hand.press(page.locator(".course-start .button"))
    expect(page.locator(".notice-success")).to_be_visible()
    hand.press(page.locator(".course-start a.button"))
    hand.press(page.locator(".onward form .button"))
    quiz(hand, ANSWERS["practice"])
    hand.press(page.locator(".actions a.button"))
    hand.press(page.locator(".onward form .button"))
    quiz(hand, ANSWERS["test"])
    expect(page.locator(".result-right").first).to_be_visible()
    page.goto("/my-learning")
    expect(page.locator(".tag-done").first).to_be_visible()


ANSWERS: dict[str, list[dict[str, Any]]] = {
    "practice": [{"answer": ["Nine"]}, {"write": "87"}],
    "test": [
        {"answer": ["Part IV", "Part V"]},
        {"answer": ["True"], "reason": ["The denominator is all residents."]},
        {"write": "means-tested"},
    ],
}


def quiz(hand: Hand, answers: list[dict[str, Any]]) -> None:
    """Begin an attempt, answer one question a page, look the answers over and hand in."""
    page = hand.page
    hand.press(page.locator("main .button-form .button"))
    for given in answers:
        answer(hand, given)
        hand.press(page.locator("button[name=go][value=next]"))
    expect(page).to_have_url(re.compile("/review$"))
    hand.press(page.locator("main .button-form .button"))
    expect(page).to_have_url(re.compile("/result$"))


def answer(hand: Hand, given: dict[str, Any]) -> None:
    """Give one answer: `write` a text, or tick the choices with those words."""
    page = hand.page
    for name, words in given.items():
        if name == "write":
            hand.write(page.locator("main .question input[type=text]"), words)
        else:
            for text in words:
                either = f"{re.escape(text)}|{re.escape(PseudoTranslations().gettext(text))}"
                spaced = either.replace(r"\ ", r"\s")  # between "Part" and its number no line breaks
                field = page.locator("label.choice").filter(has_text=re.compile(rf"^\s*({spaced})\s*$"))
                hand.press(field.locator("input"))
