"""Packs: what was put in comes out, and defects are counted, not filled."""

import json
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kuroshio.errors import InputError
from kuroshio.market import build_pack, load_pack, verify_pack

DOMESTIC = ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")


def build(daily, out, **options):
    return build_pack(daily.folder, out, settings=daily.settings, **options)


def change(path, edit) -> None:
    table = pq.read_table(path).to_pydict()
    edit(table)
    pq.write_table(pa.table(table), path)


def defects(manifest) -> dict[str, int]:
    return {item.what: item.count for item in manifest.defects}


def test_loadings_put_in_come_out(daily, tmp_path):
    manifest = build(daily, tmp_path / "pack")
    pack = load_pack(tmp_path / "pack")
    assert verify_pack(tmp_path / "pack") == ()
    assert set(pack.rows) == set(daily.names)
    home = [
        pack.factors.index(name)
        for name in ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")
    ]
    np.testing.assert_allclose(pack.betas[:, home].mean(axis=0), daily.betas, atol=0.08)
    np.testing.assert_allclose(pack.residual, 0.005, rtol=0.3)
    assert (pack.residual < pack.volatility).all()
    assert manifest.data_dates["CN"] == "2026-02-11"
    assert manifest.coverage["written"] == 30
    assert pack.levels["USDCNH"].date == "2026-02-11"
    assert pack.turnover_dates[0] == "2026-02-11"


def test_the_same_files_give_the_same_bytes(daily, tmp_path):
    build(daily, tmp_path / "one")
    build(daily, tmp_path / "two")
    for name in ("pack.json", "manifest.json"):
        one, two = ((tmp_path / place / name).read_bytes() for place in ("one", "two"))
        assert one == two


def test_a_pack_holds_no_prices(daily, tmp_path):
    build(daily, tmp_path / "pack", securities={daily.names[0]})
    body = json.loads((tmp_path / "pack/pack.json").read_text())
    lengths = {
        key: len(value) for key, value in body.items() if isinstance(value, list)
    }
    assert lengths["securities"] == 1
    assert max(len(row) for row in body["betas"]) == len(body["factors"])
    assert not {"prices", "returns", "close"} & set(body)


def test_numbers_have_three_digits(daily, tmp_path):
    build(daily, tmp_path / "pack")
    pack = load_pack(tmp_path / "pack")
    for values in (pack.betas, pack.volatility, pack.residual):
        for value in values.ravel().tolist():
            assert value == float(f"{value:.3g}")


def test_nothing_after_until_is_read(daily, tmp_path):
    day = daily.days[-60]
    early = build(daily, tmp_path / "early", until=day)
    assert early.date == str(day)

    def forget(table):
        keep = [n for n, d in enumerate(table["date"]) if d <= day]
        for key in table:
            table[key] = [table[key][n] for n in keep]

    for path in daily.folder.glob("*.parquet"):
        change(path, forget)
    build(daily, tmp_path / "cut", until=day)
    assert (tmp_path / "early/pack.json").read_bytes() == (
        tmp_path / "cut/pack.json"
    ).read_bytes()


def test_no_return_crosses_a_price_basis(daily, tmp_path):
    def split(table):
        for n in range(300, 420):  # the first name only
            table["close"][n] *= 5
            table["price_basis"][n] = "raw"

    change(daily.folder / "prices_cn.parquet", split)
    manifest = build(daily, tmp_path / "pack")
    assert defects(manifest)["returns across price bases"] == 1
    pack = load_pack(tmp_path / "pack")
    assert pack.long_volatility[pack.rows[daily.names[0]]] < 0.05


def test_suspended_days_are_left_out_never_filled(daily, tmp_path):
    def suspend(table):
        for key in table:
            del table[key][100:120]

    change(daily.folder / "prices_cn.parquet", suspend)
    manifest = build(daily, tmp_path / "pack")
    assert defects(manifest)["returns over missing or suspended days"] == 1


def test_repeated_days_and_bad_prices_are_counted(daily, tmp_path):
    def spoil(table):
        for key in table:
            table[key] += table[key][5:8]
        table["close"][50] = 0.0
        table["close"][60] = None

    change(daily.folder / "prices_cn.parquet", spoil)
    found = defects(build(daily, tmp_path / "pack"))
    assert found["repeated days of a security"] == 3
    assert found["prices of zero or less"] == 1
    assert found["rows without a price"] == 1


def test_a_short_history_is_not_estimated(daily, tmp_path):
    def shorten(table):
        for key in table:
            del table[key][: 420 - 30]

    change(daily.folder / "prices_cn.parquet", shorten)
    build(daily, tmp_path / "pack")
    assert daily.names[0] not in load_pack(tmp_path / "pack").rows


def test_a_market_that_ends_early_keeps_its_own_date(daily, tmp_path):
    table = pq.read_table(daily.folder / "prices_cn.parquet").to_pydict()
    table["symbol"] = [
        name.replace("600", "0").replace(".SH", ".HK") for name in table["symbol"]
    ]
    keep = [n for n, day in enumerate(table["date"]) if day <= date(2025, 10, 30)]
    pq.write_table(
        pa.table({key: [values[n] for n in keep] for key, values in table.items()}),
        daily.folder / "prices_hk.parquet",
    )
    manifest = build(daily, tmp_path / "pack")
    assert manifest.data_dates["HK"] == "2025-10-30"
    assert manifest.date == "2026-02-11"
    pack = load_pack(tmp_path / "pack")
    assert pack.dates[pack.rows["0100.HK"]] == "2025-10-30"
    assert pack.betas[pack.rows["0100.HK"], pack.factors.index("NDX")] != 0.0


def test_every_fault_of_a_folder_is_in_one_message(daily, tmp_path):
    (daily.folder / "indices.parquet").write_bytes(b"no parquet at all")
    (daily.folder / "prices_hk.parquet").write_bytes(b"")
    change(daily.folder / "fx.parquet", lambda table: table.pop("pair"))
    with pytest.raises(InputError) as caught:
        build(daily, tmp_path / "pack")
    told = str(caught.value)
    assert len(caught.value.faults) == 3
    assert "indices.parquet: is not Parquet" in told
    assert "prices_hk.parquet: is not Parquet" in told
    assert "no column pair" in told
    assert not (tmp_path / "pack").exists()


def test_a_folder_without_what_is_needed_says_what(daily, tmp_path):
    with pytest.raises(InputError, match="is not a folder"):
        build_pack(tmp_path / "nowhere", tmp_path / "pack")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no prices_\*"):
        build_pack(tmp_path / "empty", tmp_path / "pack")

    def forget(table):
        keep = [n for n, name in enumerate(table["symbol"]) if name != "000905.SH"]
        for key in table:
            table[key] = [table[key][n] for n in keep]

    change(daily.folder / "indices.parquet", forget)
    with pytest.raises(InputError, match=r"no index 000905\.SH"):
        build(daily, tmp_path / "pack")


def test_made_up_data_is_marked(daily, tmp_path):
    (daily.folder / "SIMULATED").touch()
    assert build(daily, tmp_path / "pack").simulated
