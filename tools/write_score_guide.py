"""Write the table of docs/guide/score.md from the command that scores.

Run ``python tools/write_score_guide.py`` whenever the shipped panel of themes, the
precedents or the forecast have changed. A test fails while the page is stale.
"""

from pathlib import Path
from typing import Any

from kuroshio.app import score_forecasts, score_table

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/guide/score.md"
BEGIN, END = "<!-- score: begin -->", "<!-- score: end -->"
DRAWS = 8


def rewritten(page: str, told: dict[str, Any]) -> str:
    """Return the page with the table of what ``score_forecasts`` returned."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = score_table(told)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def main() -> None:
    """Write the page and say whether it changed."""
    old = PAGE.read_text("utf-8")
    new = rewritten(old, score_forecasts(draws=DRAWS))
    PAGE.write_text(new, "utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {'changed' if new != old else 'as it was'}")


if __name__ == "__main__":
    main()
