"""Which passwords are taken."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learning.people.passwords import LONGEST, SHORTEST, may_be_one, prepared, problems
from learning.people.source import common_passwords

OWN = ("amina.diallo@example.org", "Amina Diallo", "Social Security Standards Learning")
any_text = st.text(st.characters(exclude_categories=["Cs"]))


def code(password: str) -> str:
    found = problems(password, OWN, common_passwords())
    assert all(problem.where == "password" for problem in found)
    return found[0].code if found else ""


@pytest.mark.parametrize(
    "password",
    ["three wise cows", "السلام عليكم يا صديقي", "seguro social para todos", "🌲🌵🎄🌳🌴🌱🌿🍀🎍🪴", "zebra-crossing-9",
     "demo-administrator-of-arcadia", "  spaces at both ends  ", "Amina Diallo likes mangoes"],
)  # fmt: skip
def test_a_long_uncommon_password_in_any_script_is_taken(password: str) -> None:
    assert code(password) == ""


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("ninesigns", "password-short"),
        ("x" * 5 + "abcdef" * 21, "password-long"),
        ("nine\0and more", "password-nul"),
        ("1234567890", "password-simple"),
        ("0987654321", "password-simple"),
        ("QWERTYUIOP", "password-simple"),
        ("ababababababab", "password-simple"),
        ("password2024", "password-common"),
        ("P@ssw0rd12!", "password-common"),
        ("MotDePasse123", "password-common"),
        ("welcomewelcome", "password-common"),
        ("Social Security 1", "password-common"),
        ("amina.diallo@example.org", "password-own"),
        ("Amina.Diallo1", "password-own"),
        ("amina diallo", "password-own"),
        ("social security standards learning", "password-own"),
    ],
)
def test_what_others_would_try_first_is_refused(password: str, expected: str) -> None:
    assert code(password) == expected


@given(any_text)
def test_every_text_is_judged_and_length_decides_first(password: str) -> None:
    found = code(password)
    if len(password) < SHORTEST:
        assert found == "password-short"
    elif len(password) > LONGEST:
        assert found == "password-long"
    if not found:
        assert may_be_one(password)


@given(any_text)
def test_preparing_twice_is_preparing_once(password: str) -> None:
    assert prepared(prepared(password)) == prepared(password)


@given(
    st.sampled_from(sorted(word for word in common_passwords() if word.isalpha() and len(word) > 4)),
    st.text("0123456789!.", min_size=6, max_size=10),
)
@example("passpass", "000000")
def test_signs_round_a_common_word_do_not_make_it_uncommon(word: str, signs: str) -> None:
    assert code(word + signs) in ("password-common", "password-simple")
    assert code(signs + word.capitalize()) in ("password-common", "password-simple")


def test_one_letter_spelt_in_two_ways_is_one_password() -> None:
    assert prepared("cafe\u0301 au lait") == prepared("caf\u00e9 au lait")


@pytest.mark.parametrize("password", ["", "a" * 129, "with\0nul and more"])
def test_what_was_never_taken_is_not_compared(password: str) -> None:
    assert not may_be_one(password)
