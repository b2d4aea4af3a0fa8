"""Charts drawn as SVG for paper, each kept by the content of its specification."""

import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kuroshio.app.keeping import keep_text

# Letters of the page's font over those of the plain one that charts are measured in.
_WIDER = 1.07
_MOST_KEPT = 600
_SIZE = re.compile(r'font-size="([0-9.]+)px"')


def draw_svg(spec: dict[str, Any], family: str, cache: Path | None) -> str:
    """Return a chart as SVG whose letters are set in the page's font.

    Measuring in a font of forty thousand characters takes most of the time, so widths
    are measured in the plain one, and the letters are set as much smaller as the
    page's font is wider.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification.
    family : str
        The font's family.
    cache : Path or None
        Where drawings are kept: ``drawings/`` in it holds some hundred, the oldest
        go first.
    """
    text = json.dumps([spec, family, version("vl-convert-python")], sort_keys=True)
    name = f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.svg"
    kept = cache / "drawings" / name if cache is not None else None
    if kept is not None and kept.is_file():
        return kept.read_text(encoding="utf-8")
    drawn = _draw(spec, family)
    if kept is not None:
        keep_text(kept, drawn, most=_MOST_KEPT)
    return drawn


def _draw(spec: dict[str, Any], family: str) -> str:
    import vl_convert

    plain = {**spec, "config": {**spec["config"], "font": "sans-serif"}}
    drawn: str = vl_convert.vegalite_to_svg(plain)
    drawn = _SIZE.sub(lambda m: f'font-size="{float(m[1]) / _WIDER:.2f}px"', drawn)
    return drawn.replace('font-family="sans-serif"', f'font-family="{family}"')
