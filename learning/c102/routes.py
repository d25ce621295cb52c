"""The pages of the law: the Convention and its Parts, the glossary, the ratifications. Public, read only."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton
from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.c102 import articles, glossary, ratifications, service
from learning.kernel.errors import NotFound
from learning.kernel.languages import BY_CODE, LANGUAGES
from learning.web.language import current_language
from learning.web.responses import revalidate

blueprint = Blueprint("c102", __name__)
blueprint.add_app_template_global(service.article_path, "article_path")

QUERY_LENGTH = 100


@blueprint.get("/convention")
def convention() -> str:
    """Show the nine branches, the fifteen Parts and what a ratification accepts."""
    revalidate()
    facts = service.facts()
    return render_template(
        "c102/convention.html",
        facts=facts,
        parts=articles.PARTS,
        language=current_language().code,
        shown_date=shown_date,
    )


@blueprint.get("/convention/part-<numeral>")
def part(numeral: str) -> str | Response:
    """Show one Part, Article by Article. Raises NotFound for a Part that the Convention does not have."""
    found = articles.part(numeral)
    if found is None:
        raise NotFound(f"part {numeral}")
    if numeral != numeral.lower():
        return redirect(url_for("c102.part", numeral=numeral.lower()), 301)
    revalidate()
    facts = service.facts()
    before, after = articles.neighbours(found)
    return render_template(
        "c102/part.html",
        facts=facts,
        part=found,
        branch=facts.branch(found.numeral),
        outline=service.outline_of(found.numeral),
        previous=_step(before),
        next=_step(after),
        language=current_language().code,
    )


@blueprint.get("/glossary", endpoint="glossary")
def glossary_page() -> str:
    """Show all terms, or those that hold `q`, in all languages or those that have a word in `lang`."""
    revalidate()
    query = request.args.get("q", "").strip()[:QUERY_LENGTH]
    wanted = request.args.get("lang", "")
    chosen = BY_CODE.get(wanted)
    terms = glossary.alphabetical(service.glossary(), chosen.code if chosen else "en")
    if chosen:
        terms = tuple(term for term in terms if term.has(chosen.code))
    return render_template(
        "c102/glossary.html",
        terms=glossary.search(terms, query) if query else terms,
        total=len(service.glossary()),
        query=query,
        chosen=chosen,
        unknown_language=bool(wanted) and chosen is None,
        term_languages=LANGUAGES,
        letters=[] if query or chosen else glossary.letters(terms),
    )


@blueprint.get("/ratifications", endpoint="ratifications")
def ratifications_page() -> str:
    """Show the ratifications found so far, by country or by date."""
    revalidate()
    wanted = request.args.get("sort", "country")
    sort = wanted if wanted in ratifications.SORTS else "country"
    found = service.ratifications()
    return render_template(
        "c102/ratifications.html",
        rows=ratifications.in_order(found.counted, sort),
        found=found,
        goal=ratifications.CAMPAIGN_GOAL,
        sort=sort,
        shown_date=shown_date,
    )


def shown_date(written: str, precision: str = "day") -> str:
    """Return a date of the data (YYYY, YYYY-MM, YYYY-MM-DD) in the page's language, no more exact than known."""
    if precision == "year":
        return written
    if precision == "month":
        return format_skeleton("yMMMM", date.fromisoformat(f"{written}-01"), locale=get_locale())
    return str(format_date(date.fromisoformat(written), "long"))


def _step(to: articles.Part | None) -> dict[str, str] | None:
    """Return the way to a neighbouring Part as the page's previous and next links want it."""
    if to is None:
        return None
    subject = service.facts().subjects[to.numeral]
    return {
        "url": url_for("c102.part", numeral=to.numeral.lower()),
        "title": _("Part %(numeral)s: %(subject)s", numeral=to.numeral, subject=subject),
    }
