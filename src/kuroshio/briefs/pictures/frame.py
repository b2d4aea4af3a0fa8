"""The frame of every picture: colours, size, fonts, and the table beside it.

Colours are of the Okabe-Ito palette, told apart without red and green. A title is a
sentence that says what is seen; an axis names its unit.
"""

import re
from dataclasses import dataclass
from typing import Any

import altair as alt

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
SKY, GREEN, AMBER, PURPLE = "#56B4E9", "#009E73", "#E69F00", "#CC79A7"
WIDTH = 640
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
FONT = "'Noto Sans CJK SC', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart's Vega-Lite specification with its table alternative."""

    id: str
    title: str
    spec: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_data(rows: list[dict[str, Any]]) -> Any:
    """Return rows as inline data of a chart.

    A day is written with its midnight: without, a browser west of Greenwich would show
    the day before.
    """
    values = [{name: _midnight(value) for name, value in row.items()} for row in rows]
    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def _midnight(value: Any) -> Any:
    is_day = isinstance(value, str) and _DAY.fullmatch(value)
    return f"{value}T00:00:00" if is_day else value


def vertical_rule(at: Any, color: str = GREY, field: str = "at:Q") -> Any:
    """Return a dashed upright line at a place of the x axis."""
    name = field.partition(":")[0]
    return (
        alt.Chart(chart_data([{name: at}]))
        .mark_rule(color=color, strokeDash=[4, 3])
        .encode(x=field)
    )


def tooltips(*fields: str | tuple[str, str]) -> list[Any]:
    """Return what is shown of a mark under the pointer: fields, some with a format."""
    pairs = [(item, None) if isinstance(item, str) else item for item in fields]
    return [
        alt.Tooltip(name) if form is None else alt.Tooltip(name, format=form)
        for name, form in pairs
    ]


def finish_chart(chart: Any, *, height: int, width: int = WIDTH) -> dict[str, Any]:
    """Return the specification with the page's fonts and no frame.

    Size and looks are written into the result: the library would copy the chart with
    its data for each.
    """
    # Our own grammar; checking it costs half the time.
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return {**spec, "width": width, "height": height, "config": _LOOKS}


_LOOKS: dict[str, Any] = {
    "axis": {"grid": False, "labelFontSize": 11, "titleFontSize": 11},
    "background": "white",
    "font": FONT,
    "legend": {"labelFontSize": 11, "titleFontSize": 11},
    "view": {"stroke": "transparent"},
}
