"""Fixtures that every test may use."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Workers of pytest share the cores; threads of the linear algebra would fight them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data and documents, or skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"needs {SHARED}, which is absent here")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a throw-away PostgreSQL and return the URL of its server, or skip."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("needs PostgreSQL in /usr/lib/postgresql, which is absent here")
    home = Path(tempfile.mkdtemp(prefix="ku-pg-", dir="/tmp"))  # short: a socket path
    # The server refuses to run as root.
    owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if owner:
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
    bins, data = found[-1].parent, home / "data"

    def run(*words: str) -> None:
        subprocess.run([*owner, *words], check=True, capture_output=True, cwd=home)

    try:
        run(f"{bins}/initdb", "-D", str(data), "-U", "ku", "-A", "trust", "-N")
        options = f"-c listen_addresses= -k {home} -F -c shared_buffers=32MB"
        log = str(home / "log")
        run(f"{bins}/pg_ctl", "-D", str(data), "-o", options, "-l", log, "-w", "start")
        yield f"postgresql://ku@/postgres?host={home}"
    finally:
        stop = [f"{bins}/pg_ctl", "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run([*owner, *stop], check=False, capture_output=True, cwd=home)
        shutil.rmtree(home, ignore_errors=True)
