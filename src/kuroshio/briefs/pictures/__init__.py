"""Pictures of a brief, one function each, for the page, the PDF and the workbook."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kuroshio.briefs.pictures.deals import (
    draw_claim_matrix,
    draw_deal_clock,
    draw_money,
)
from kuroshio.briefs.pictures.flows import draw_theme_flow
from kuroshio.briefs.pictures.forecasts import (
    draw_impact_map,
    draw_precedent_fan,
    draw_precedents_behind,
)
from kuroshio.briefs.pictures.frame import Picture, chart_data, finish_chart
from kuroshio.briefs.pictures.outlooks import draw_cone, draw_contributions
from kuroshio.briefs.pictures.risks import (
    draw_currencies,
    draw_hedges,
    draw_losses,
    draw_tornado,
)
from kuroshio.briefs.pictures.rules import draw_regime_calendar
from kuroshio.briefs.pictures.venues import draw_venues
from kuroshio.briefs.tongues import ENGLISH, Words
from kuroshio.records import Brief

__all__ = [
    "PICTURES",
    "Picture",
    "chart_data",
    "draw_pictures",
    "each_picture",
    "finish_chart",
    "translate_picture",
]

# In the order in which they are shown; one without data is left out.
PICTURES: tuple[Callable[[Brief], Picture | None], ...] = (
    draw_deal_clock,
    draw_money,
    draw_claim_matrix,
    draw_venues,
    draw_theme_flow,
    draw_impact_map,
    draw_precedents_behind,
    draw_precedent_fan,
    draw_cone,
    draw_losses,
    draw_contributions,
    draw_tornado,
    draw_hedges,
    draw_currencies,
    draw_regime_calendar,
)
_TOLD = {"title", "text", "domain", "sort", "values"}
_GRAMMAR = {"field", "type", "format", "aggregate", "bin", "value"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*")


def draw_pictures(brief: Brief, words: Words = ENGLISH) -> tuple[Picture, ...]:
    """Draw every picture that the brief has data for, in a language."""
    return tuple(each_picture(brief, words))


def each_picture(brief: Brief, words: Words = ENGLISH) -> Iterator[Picture]:
    """Draw the same pictures one at a time, so that work on one need not wait."""
    for draw in PICTURES:
        drawn = draw(brief)
        if drawn is not None:
            yield translate_picture(drawn, words)


def translate_picture(picture: Picture, words: Words) -> Picture:
    """Return a picture with its titles, labels and data in another language."""
    if words is ENGLISH:
        return picture
    return replace(
        picture,
        title=words.say(picture.title),
        spec=_told(picture.spec, words),
        columns=tuple(words.say(name) for name in picture.columns),
        rows=tuple(tuple(_text(text, words) for text in row) for row in picture.rows),
    )


def _told(value: Any, words: Words, *, ours: bool = False) -> Any:
    """Translate titles, scale domains and data; leave the grammar alone."""
    if isinstance(value, dict):
        return {
            key: _told(item, words, ours=key in _TOLD or (ours and key not in _GRAMMAR))
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_told(item, words, ours=ours) for item in value]
    if ours and isinstance(value, str):
        return _text(value, words)
    return value


def _text(text: str, words: Words) -> str:
    return text if _DAY.fullmatch(text) else words.say(text)
