"""Whether the printed credit holds against what was found."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.outlet import names_in, same_outlet
from provenance.search import credit_names
from provenance.values import Article, Coverage, CreditStatus, OriginalArticle


def credit_status(repost: Article, originals: Sequence[OriginalArticle], searched: Coverage) -> CreditStatus:
    """What the credit of a repost is worth, given the originals that the verdict names.

    Confirmed: every source is named, itself or through a copy or relay of it. Unlisted: there is a
    source beside the named one. Contradicted: the credit names an outlet that was searched and is not
    the source. Unverifiable: nothing that was found speaks for or against it.
    """
    credit = repost.credit
    if credit is None:
        return "uncredited"
    sources = [one for one in originals if one.relation != "sibling" and (one.outlet or one.url)]
    if not sources:
        return "unverifiable"
    named = {_family(one) for one in sources if credit_names(credit, one.outlet, one.url)}
    if named:
        return "confirmed" if all(_family(one) in named for one in sources if one.share > 0) else "unlisted"
    named_outlets = names_in(credit.outlet)
    known = any(same_outlet(name, outlet) for outlet in searched.outlets for name in named_outlets)
    return "contradicted" if known or not searched.indexes else "unverifiable"


def _family(one: OriginalArticle) -> str:
    return one.renders or one.id
