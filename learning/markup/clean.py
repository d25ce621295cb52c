"""The allow-list: what no rendering may leave. It stands alone: any HTML put through it is safe to show."""

from __future__ import annotations

import re

import nh3

from learning.kernel.ids import is_slug

_TEXT = {"a", "abbr", "br", "code", "em", "img", "span", "strong", "sup"}
_BLOCK = {
    "aside",
    "blockquote",
    "details",
    "div",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "p",
    "pre",
}
_LIST = {"dd", "dl", "dt", "li", "ol", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"}
TAGS = _TEXT | _BLOCK | _LIST
CLASSES: dict[str, set[str]] = {
    "a": {"article", "term", "term-more", "term-back", "footnote-ref", "footnote-backref"},
    "aside": {f"callout{kind}" for kind in ("", "-note", "-key", "-example", "-caution", "-law", "-takeaway")},
    "details": {"audience", "audience-government", "audience-employers", "audience-workers"},
    "div": {"table-scroll"},
    "p": {"callout-label"},
    "section": {"footnotes", "terms"},
    "span": {"callout-title"},
    "td": {"align-start", "align-center", "align-end"},
    "th": {"align-start", "align-center", "align-end"},
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "aria-label"},
    "abbr": {"title"},
    "div": {"aria-label"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "section": {"aria-label", "aria-labelledby"},
}
VALUES: dict[str, dict[str, set[str]]] = {
    "a": {"rel": {"noopener noreferrer"}},
    "aside": {"role": {"note"}},
    "details": {"data-audience": {"government", "employers", "workers"}},
    "div": {"role": {"region", "group"}, "tabindex": {"0"}},
    "img": {"loading": {"lazy"}},
    "th": {"scope": {"col", "row"}},
}
SCHEMES = {"https", "mailto"}

_ADDRESS = re.compile(r"(?:https://[^\s\\]+|mailto:[^\s\\]+|/(?![/\\])[^\s\\]*|#[a-z0-9-]+)\Z", re.IGNORECASE)
_OWN_FILE = re.compile(r"/(?![/\\])[^\s\\]*\Z")
_SHAPES = {
    "href": _ADDRESS,
    "src": _OWN_FILE,
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}\Z"),
    "dir": re.compile(r"(?:ltr|rtl|auto)\Z"),
    "width": re.compile(r"[1-9][0-9]{0,4}\Z"),
    "height": re.compile(r"[1-9][0-9]{0,4}\Z"),
    "start": re.compile(r"[0-9]{1,6}\Z"),
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("id", "aria-labelledby"):
        return value if is_slug(value) and tag not in ("pre", "code") else None
    shape = _SHAPES.get(name)
    return value if shape is None or shape.match(value) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    tag_attribute_values=VALUES,
    allowed_classes=CLASSES,
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def clean(html: str) -> str:
    """Return the HTML with nothing left but what the lists above allow; text is kept, scripts are not."""
    return _CLEANER.clean(html)
