"""Fields of choices, the same in every kind of question: shown positions to places in the text and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from learning.kernel.problems import Problem
from learning.quiz.answers import Option
from learning.quiz.interaction import Response
from learning.quiz.showing import Choice, Field, RevealedChoice, RevealedField, Values
from learning.quiz.wording import is_text

Places = Sequence[int]
"""For each position shown, the place in the text."""


def undeclared(values: Values, names: Sequence[str]) -> list[Problem]:
    """Refuse fields that the question does not have."""
    return [
        Problem(name, "answer-field", f'this question has no field "{name}": load the page again')
        for name in values
        if name not in names
    ]


def texts(values: Values, name: str) -> list[str]:
    """Return what was given in a field, without the empty texts that a form sends for nothing."""
    return [text for text in values.get(name, ()) if text.strip()]


def one_text(values: Values, name: str, limit: int) -> tuple[str, list[Problem]]:
    """Return the single text given in a field, "" for none; refuse several, one over `limit`, control characters."""
    given = texts(values, name)
    if len(given) > 1:
        return "", [Problem(name, "answer-several", "give one answer here, not several")]
    if given and len(given[0]) > limit:
        return "", [Problem(name, "answer-long", f"this answer is too long: use {limit} characters at most")]
    if given and not is_text(given[0]):
        return "", [Problem(name, "answer-characters", "this answer holds a character that is no text: type it again")]
    return (given[0] if given else ""), []


def read_places(values: Values, name: str, shown: Places, *, several: bool) -> tuple[list[str], list[Problem]]:
    """Turn the positions chosen in a field into places, in the order of the text."""
    given = texts(values, name)
    if len(given) > 1 and not several:
        return [], [Problem(name, "answer-several", "choose one answer here, not several")]
    by_value = {str(position): place for position, place in enumerate(shown)}
    if any(value not in by_value for value in given) or len(set(given)) != len(given):
        return [], [Problem(name, "answer-option", "this is not one of the answers offered: choose one from the list")]
    return [str(place) for place in sorted(by_value[value] for value in given)], []


def form_places(response: Response, name: str, shown: Places) -> tuple[str, ...]:
    """Turn the places kept for a field into positions as shown; what is no place is left out."""
    chosen = chosen_places(response, name, len(shown))
    return tuple(str(position) for position, place in enumerate(shown) if place in chosen)


def chosen_places(response: Response, name: str, count: int) -> tuple[int, ...]:
    """Return the places chosen in a field, in the order of the text."""
    given = set(response.get(name, ()))
    return tuple(place for place in range(count) if str(place) in given)


def chosen_place(response: Response, name: str, count: int) -> int | None:
    """Return the one place chosen in a field; None when there is none, or more than one."""
    chosen = chosen_places(response, name, count)
    return chosen[0] if len(chosen) == 1 else None


def view_field(name: str, kind: str, words: Sequence[str], shown: Places, response: Response) -> Field:
    """Show a list of choices in the shown order, the response filled in."""
    given = form_places(response, name, shown)
    choices = tuple(Choice(str(position), words[place], str(position) in given) for position, place in enumerate(shown))
    return Field(name, kind, choices, given)


def reveal_field(name: str, kind: str, options: Sequence[Option], shown: Places, response: Response) -> RevealedField:
    """Tell the key of a list of choices, in the order in which it was shown."""
    chosen = chosen_places(response, name, len(options))
    places = [(place, options[place]) for place in shown]
    return RevealedField(
        name,
        kind,
        given=tuple(option.text for place, option in places if place in chosen),
        right=tuple(option.text for _, option in places if option.right),
        is_right=all(option.right == (place in chosen) for place, option in places),
        choices=tuple(
            RevealedChoice(option.text, option.right, place in chosen, option.feedback) for place, option in places
        ),
        feedback=feedback_of(options, chosen),
    )


def feedback_of(options: Sequence[Option], chosen: Iterable[int]) -> tuple[str, ...]:
    """Return the feedback of the options chosen."""
    return tuple(options[place].feedback for place in chosen if options[place].feedback)


def option_pieces(options: Iterable[Option]) -> Iterable[str]:
    """List the Markdown of options: texts and feedback."""
    return (text for option in options for text in (option.text, option.feedback) if text)


def kept(**fields: Sequence[str]) -> dict[str, list[str]]:
    """Build a response of the fields in which something was given."""
    return {name: list(given) for name, given in fields.items() if given}
