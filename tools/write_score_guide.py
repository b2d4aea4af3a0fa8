"""Write the tables of docs/guide/score.md and README.md from the command that scores.

Run ``python tools/write_score_guide.py`` whenever the shipped panel of themes, the
precedents or the forecast have changed. A test fails while a page is stale.
"""

from pathlib import Path
from typing import Any

from kuroshio.app import score_forecasts, score_table

ROOT = Path(__file__).parents[1]
# Whether a page quotes the short table.
PAGES = {ROOT / "docs/guide/score.md": False, ROOT / "README.md": True}
BEGIN, END = "<!-- score: begin -->", "<!-- score: end -->"
DRAWS = 8


def rewritten(page: str, told: dict[str, Any], *, short: bool = False) -> str:
    """Return the page with the table of what ``score_forecasts`` returned."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = score_table(told, short=short)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def main() -> None:
    """Write the pages and say which changed."""
    told = score_forecasts(draws=DRAWS)
    for path, short in PAGES.items():
        old = path.read_text("utf-8")
        new = rewritten(old, told, short=short)
        path.write_text(new, "utf-8")
        print(f"{path.relative_to(ROOT)}: {'changed' if new != old else 'as it was'}")


if __name__ == "__main__":
    main()
