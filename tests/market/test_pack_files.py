"""The shipped pack, and what loading refuses."""

import hashlib
import shutil
import subprocess
import sys

import numpy as np
import pytest

from kuroshio.errors import InputError
from kuroshio.market import load_pack, verify_pack
from kuroshio.market.pack_files import SMALL_PACK, rounded


def test_the_shipped_pack_is_whole():
    assert verify_pack() == ()
    pack = load_pack()
    manifest = pack.manifest
    assert manifest.scope == "small"
    assert not manifest.simulated
    assert manifest.date <= "2026-02-11"
    assert max(manifest.data_dates.values()) <= "2026-02-11"
    assert max(level.date for level in pack.levels.values()) <= "2026-02-11"
    assert manifest.data_dates["HK"] == "2025-10-30"
    assert sum(path.stat().st_size for path in SMALL_PACK.iterdir()) < 3_000_000
    assert "600519.SH" in pack.rows


def test_the_shipped_pack_knows_the_market():
    pack = load_pack()
    place = {name: pack.factors.index(name) for name in pack.factors}
    domestic = [place[n] for n in ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")]
    mainland = [row for name, row in pack.rows.items() if name.endswith((".SH", ".SZ"))]
    total = pack.betas[mainland][:, domestic].sum(axis=1)
    assert 0.8 < np.median(total) < 1.3
    assert pack.betas[pack.rows["0700.HK"], place["HSI"]] > 0.7
    assert pack.betas[pack.rows["9984.T"], place["N225"]] > 1.0
    daily = np.sqrt(np.diag(pack.covariance))[domestic]
    assert ((daily > 0.004) & (daily < 0.03)).all()


def test_loading_imports_nothing_heavy():
    code = (
        "import sys; from kuroshio.market import load_pack; load_pack(); "
        "print([m for m in ('pandas', 'scipy', 'duckdb', 'pyarrow', 'numba') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_body_that_was_touched_is_refused(tmp_path):
    shutil.copytree(SMALL_PACK, tmp_path / "pack")
    body = tmp_path / "pack/pack.json"
    body.write_bytes(body.read_bytes().replace(b"0.01", b"0.02", 1))
    with pytest.raises(InputError, match="not the body its manifest was written for"):
        load_pack(tmp_path / "pack")


@pytest.mark.parametrize(
    ("raw", "words"), [(b"{", "is no pack"), (b"[]", "is no pack"), (b"", "is no pack")]
)
def test_rubbish_is_refused(tmp_path, raw, words):
    (tmp_path / "manifest.json").write_bytes(raw)
    with pytest.raises(InputError, match=words):
        load_pack(tmp_path)


def test_a_missing_pack_is_named(tmp_path):
    with pytest.raises(InputError, match="pack build"):
        load_pack(tmp_path / "none")


def test_arrays_of_a_pack_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        load_pack().betas[0, 0] = 1.0


def test_rounding_keeps_digits_not_places():
    values = np.array([[0.0123456, np.nan], [-123456.0, -0.0]])
    assert rounded(values) == ((0.0123, None), (-123000.0, 0.0))
    assert str(rounded(values)[1][1]) == "0.0"


@pytest.mark.shared_data
def test_the_shipped_pack_was_built_from_the_shared_files(shared):
    for item in load_pack().manifest.inputs:
        with (shared / "data" / item.file).open("rb") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == item.sha256
