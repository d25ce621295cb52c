"""The codes of all problems in settings, with what each means: for the format page and for translations."""

from __future__ import annotations

CODES: dict[str, str] = {
    "no-front-matter": "A lesson or quiz does not begin with its settings.",
    "front-matter-open": "The settings at the beginning of a file are never closed.",
    "settings-too-long": "The settings are longer than 32 KB.",
    "settings-not-a-mapping": "The settings are not lines of the form name: value.",
    "setting-missing": "A setting that must be there is not.",
    "setting-unknown": "A setting does not exist; often a slip of the pen.",
    "setting-value": "The value of a setting does not fit.",
    "yaml": "The settings cannot be read: a tab, a colon too many, a quote or bracket that is not closed.",
    "yaml-alias": "The settings hold an alias or anchor (* or &), which is not read.",
    "yaml-tag": "The settings hold a tag (!), which is not read.",
    "yaml-document": "The settings hold a marker line (--- or ...) or a directive.",
    "yaml-deep": "The settings are nested too deeply.",
    "yaml-key": "The name of a setting is a list or a mapping.",
    "yaml-repeated": "A setting stands twice.",
    "yaml-sign": "The settings hold a curly quote, a hard space or a wide colon where a plain one is read.",
    "yaml-character": "The settings hold a control character, half a character, or a mark that turns the text round.",
}
"""Faults in settings, whatever file they stand in."""
