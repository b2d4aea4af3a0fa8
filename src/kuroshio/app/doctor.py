"""The self-check: does this installation work, and how old is what it knows.

The only verb here that reads the clock: age is what it is asked for.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kuroshio.app.render import chart_script
from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.calendars import count_sessions
from kuroshio.errors import KuroshioError

STALE_SESSIONS = 30
# Libraries that verbs load when they need them: their first import compiles them.
LIBRARIES = (
    "alembic.command",
    "altair",
    "apprise",
    "apscheduler.schedulers.blocking",
    "arch.univariate",
    "babel.numbers",
    "clarabel",
    "duckdb",
    "fastapi",
    "jinja2",
    "joblib",
    "prometheus_client",
    "pyarrow.parquet",
    "pypdfium2",
    "python_calamine",
    "rich.console",
    "scipy.optimize",
    "scipy.stats",
    "sqlalchemy.orm",
    "stamina",
    "structlog",
    "trafilatura",
    "typst",
    "uvicorn",
    "xlsxwriter",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the self-check found, one line a check."""

    ok: bool
    text: str


def check_installation(*, workspace: Workspace, warm: bool = False) -> Report:
    """Load everything once and say what was found.

    Parameters
    ----------
    workspace : Workspace
        The folders in force.
    warm : bool
        Also fill the compiled caches (charts, kernels), which the first use of each
        would do otherwise.
    """
    # Imported here: no other verb needs the ledger's libraries.
    from kuroshio.app.doctor_watch import WATCH_CHECKS

    checks: list[tuple[str, Callable[[Workspace], str]]] = [
        ("knowledge", _knowledge),
        ("pack", _pack),
        ("calendars", _calendars),
        *WATCH_CHECKS,
    ]
    if warm:
        checks += [
            ("libraries", _libraries),
            ("chart script", _charts),
            ("kernels", _kernels),
        ]
    lines, ok = [], True
    for name, check in checks:
        try:
            lines.append(f"ok    {name}: {check(workspace)}")
        except (KuroshioError, OSError) as error:
            ok = False
            lines.append(f"FAULT {name}: {error}")
    lines.append(f"      data folder {workspace.data}, cache folder {workspace.cache}")
    return Report(ok=ok, text="\n".join(lines))


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _knowledge(workspace: Workspace) -> str:
    known = open_knowledge(workspace)
    parts = {
        "institutions": known.institutions,
        "people": known.people,
        "issuers": known.issuers,
        "themes": known.themes,
        "links": known.links,
        "register entries": known.register,
        "regimes": known.regimes,
        "precedents": known.precedents,
    }
    counted = ", ".join(f"{len(items)} {name}" for name, items in parts.items())
    own = f"; {len(known.overlay)} of your own" if known.overlay else ""
    return counted + own


def _pack(workspace: Workspace) -> str:
    manifest = open_pack(workspace).manifest
    calendar = open_knowledge(workspace).calendars["XSHG"]
    age = count_sessions(calendar, date.fromisoformat(manifest.date), _today())
    stale = f" STALE: {age} sessions old" if age > STALE_SESSIONS else ""
    return f"{manifest.scope}, {manifest.securities} securities, {manifest.date}{stale}"


def _calendars(workspace: Workspace) -> str:
    bounds = {item.bound for item in open_knowledge(workspace).calendars.values()}
    near = min(bounds)
    left = (near - _today()).days
    if left < 0:
        return f"past their bound {near}: later sessions are provisional"
    note = "; renew them soon" if left < 60 else ""
    return f"known to {near}, {left} days ahead{note}"


def _libraries(_: Workspace) -> str:
    """Import what verbs import late, so that Python keeps it compiled."""
    missing = []
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
    return f"lacking {', '.join(missing)}" if missing else f"all {len(LIBRARIES)}"


def _charts(workspace: Workspace) -> str:
    return f"{len(chart_script(workspace.cache)) // 1000} kB"


def _kernels(_: Workspace) -> str:
    from kuroshio.studies import warm_kernels

    warm_kernels()
    return "compiled"
