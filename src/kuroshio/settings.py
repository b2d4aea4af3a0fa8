"""Where Kuroshio keeps its files; every value can be set by an environment variable.

KUROSHIO_DATA   the user's data folder: full pack, overlays (default: the platform's)
KUROSHIO_CACHE  compiled caches, safe to delete at any time
KUROSHIO_LEDGER a team's ledger: postgresql://user@host/name (default: a file)
KUROSHIO_CONTACT  a mail address that fetches introduce themselves with
KUROSHIO_FRED_KEY  the user's own key to the Federal Reserve's series
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kuroshio.app import Workspace
from kuroshio.version import VERSION


def find_workspace(environment: Mapping[str, str] | None = None) -> Workspace:
    """Return the folders in force.

    Parameters
    ----------
    environment : mapping, optional
        Environment variables; default: the process's own.
    """
    env = os.environ if environment is None else environment
    data = env.get("KUROSHIO_DATA")
    cache = env.get("KUROSHIO_CACHE")
    return Workspace(
        data=Path(data) if data else _home(env, "XDG_DATA_HOME", ".local/share"),
        cache=Path(cache) if cache else _home(env, "XDG_CACHE_HOME", ".cache"),
        agent=_agent(env.get("KUROSHIO_CONTACT", "")),
        ledger=env.get("KUROSHIO_LEDGER", ""),
    )


def find_key(environment: Mapping[str, str] | None = None) -> str | None:
    """Return the user's key to the Federal Reserve's series, None where none is set."""
    env = os.environ if environment is None else environment
    return env.get("KUROSHIO_FRED_KEY") or None


def _agent(contact: str) -> str:
    return f"kuroshio/{VERSION} ({contact})" if contact else f"kuroshio/{VERSION}"


def _home(env: Mapping[str, str], variable: str, unix: str) -> Path:
    if env.get(variable):
        return Path(env[variable]) / "kuroshio"
    if sys.platform == "win32" and env.get("LOCALAPPDATA"):
        return Path(env["LOCALAPPDATA"]) / "kuroshio"
    return Path.home() / unix / "kuroshio"
