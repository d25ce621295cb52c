"""Scripts that one page needs together are sent as one."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from learning.app import BASE
from learning.web.assets import JOINED

STATIC = BASE / "static"


@pytest.mark.parametrize("path", JOINED)
def test_a_joined_script_asks_for_no_other_and_names_nothing_twice(path: str, site: Flask) -> None:
    text = site.test_client().get(f"/static/any/{path}").get_data(as_text=True)
    assert not re.search(r"^\s*(import|export)\b", text, re.MULTILINE)
    text = "\n".join((STATIC / each).read_text(encoding="utf-8").replace("\nexport ", "\n") for each in JOINED[path])
    named = re.findall(r"^(?:async )?(?:const|let|function|class) (\w+)", text, re.MULTILINE)
    named += [name for group in re.findall(r"^const \[([^\]]+)\]", text, re.MULTILINE) for name in group.split(", ")]
    assert len(named) == len(set(named))
    sent = site.test_client().get(f"/static/any/{path}").get_data(as_text=True)
    assert all(element in sent for element in re.findall(r"customElements\.define\([^)]*\)", text))


@pytest.mark.parametrize("path", JOINED)
def test_a_part_needs_only_what_was_joined_before_it(path: str) -> None:
    before: list[str] = []
    for each in JOINED[path]:
        needs = re.findall(r'from "\./([\w-]+\.js)"', (STATIC / each).read_text(encoding="utf-8"))
        assert {f"js/{name}" for name in needs} <= set(before)
        before.append(each)
