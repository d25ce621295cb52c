"""Data files: what is malformed is named with its row, and nothing is lost on the way."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from learning.c102 import source
from learning.kernel.errors import Invalid

GLOSSARY = "id,term_en,definition_en,term_fr,term_es,term_ar,reference\n"
RATIFICATIONS = (
    "iso3,country,ratified_on,date_precision,parts_accepted,status,remarks,source,date_check,parts_check\n"
    "SWE,Sweden,1953-08-12,day,II;III;IV,in force,,a list,verified,memory\n"
)


def data(name: str) -> str:
    return (resources.files("learning.c102") / "data" / name).read_text(encoding="utf-8")


def places(read: object, text: str) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read(text)  # type: ignore[operator]  # one of the three parsers
    return [(problem.where, problem.detail) for problem in caught.value.problems]


@pytest.mark.parametrize("name", ["c102.yaml", "instruments.yaml", "assessment-examples.yaml"])
def test_the_data_files_are_readable_yaml(name: str) -> None:
    assert yaml.safe_load(data(name))


def test_a_term_is_read_with_its_words() -> None:
    (term,) = source.parse_glossary(GLOSSARY + 'wife,wife,"In C102, a wife",épouse,,الزوجة,C102 Art. 1(1)(c)\n')
    assert term.words == {"en": "wife", "fr": "épouse", "ar": "الزوجة"}
    assert term.definition_en == "In C102, a wife"


@pytest.mark.parametrize(
    ("rows", "line", "hint"),
    [
        ("Wife,wife,A wife,,,,\n", 2, "is no id"),
        ("wife,,A wife,,,,\n", 2, "term_en is empty"),
        ("wife,wife,,,,,\n", 2, "definition_en is empty"),
        ("wife,wife,In C102, a wife,,,,\n", 2, "8 cells instead of 7"),
        ("wife,wife,A wife,,,,\nwife,wife,A wife,,,,\n", 3, "there twice"),
        ('wife,"wife,A wife,,,,\n', 2, "not readable"),
    ],
)
def test_a_malformed_term_is_named_with_its_line(rows: str, line: int, hint: str) -> None:
    ((where, detail),) = places(source.parse_glossary, GLOSSARY + rows)
    assert where == f"glossary.csv:{line}"
    assert hint in detail


def test_all_malformed_rows_are_named_at_once() -> None:
    assert len(places(source.parse_glossary, GLOSSARY + "A,a,a,,,,\nB,b,b,,,,\n")) == 2


def test_another_header_is_refused() -> None:
    assert places(source.parse_glossary, "id,term\n")[0][0] == "glossary.csv:1"
    assert places(source.parse_ratifications, "")[0][0] == "ratifications.csv:1"


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("Swe,Sweden,1953,year,,in force,,a list,verified,memory", "country code"),
        ("NOR,,1953,year,,in force,,a list,verified,memory", "country is empty"),
        ("NOR,Norway,1953,year,,in force,,,verified,memory", "source is empty"),
        ("NOR,Norway,1953,day,,in force,,a list,verified,memory", 'precision "day"'),
        ("NOR,Norway,1953-13,month,,in force,,a list,verified,memory", "there is no date"),
        ("NOR,Norway,1953-02-30,day,,in force,,a list,verified,memory", "there is no date"),
        ("NOR,Norway,,,,in force,,a list,verified,memory", "at least its year"),
        ("NOR,Norway,1953,year,II;XI,in force,,a list,verified,memory", '"XI" is none of'),
        ("NOR,Norway,1953,year,II;II,in force,,a list,verified,memory", "twice"),
        ("NOR,Norway,1953,year,,maybe,,a list,verified,memory", "status"),
        ("NOR,Norway,1953,year,,in force,,a list,sure,memory", "date_check"),
        ("NOR,Norway,1953,year,,in force,,a list,verified,sure", "parts_check"),
        ("SWE,Sweden,1953,year,,in force,,a list,verified,memory", "there twice"),
    ],
)
def test_a_malformed_ratification_is_named_with_its_line(row: str, hint: str) -> None:
    ((where, detail),) = places(source.parse_ratifications, RATIFICATIONS + row + "\n")
    assert where == "ratifications.csv:3"
    assert hint in detail


def test_a_list_without_any_full_date_is_refused() -> None:
    only_year = RATIFICATIONS.replace("1953-08-12,day", "1953,year")
    assert "full date" in places(source.parse_ratifications, only_year)[0][1]


def test_unreadable_facts_are_named_with_their_line() -> None:
    ((where, _),) = places(source.parse_facts, "meta:\n  id: [C102\n")
    assert where.startswith("c102.yaml:")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("  articles: 87", "  articles: 88", "c102.yaml.meta"),
        ('{part: V, articles: "25-30"', '{part: V, articles: "25-31"', "c102.yaml.structure[5].articles"),
        ("minimum_accepted: 3", "minimum_accepted: 2", "c102.yaml.ratification.rule.machine"),
        (
            "contingency: maternity, beneficiary: woman, percent: 45",
            "contingency: maternity, beneficiary: woman, percent: 50",
            "c102.yaml.schedule_part_xi",
        ),
        (
            '{id: "27(b)", option: active_20, min_percent: 20',
            '{id: "27(b)", option: active_20, min_percent: 25',
            "c102.yaml.branches[4].persons_protected[2].min_percent",
        ),
        ("option: residents_50", "option: everybody", "c102.yaml.branches[1].persons_protected[3].option"),
        ("{max_days: 7,", "{max_days: a week,", "c102.yaml.branches[3].waiting_period.max_days"),
        ("    key: sickness", "    key: sickness\n    colour: blue", "c102.yaml.branches[2]"),
        ("    count: 10", "    count: 9", "c102.yaml.common_provisions.suspension.count"),
    ],
)
def test_facts_at_odds_with_themselves_or_the_rules_are_refused(old: str, new: str, where: str) -> None:
    text = data("c102.yaml")
    assert old in text
    assert places(source.parse_facts, text.replace(old, new, 1))[0][0] == where
