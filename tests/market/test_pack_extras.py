"""Blocks, outlooks, innovations and premia in a pack; histories from the same files."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kuroshio.errors import InputError
from kuroshio.market import build_pack, load_pack, read_histories, verify_pack


def tell_industries(daily) -> None:
    names = [*daily.names]
    industry = ["steel" if n < 15 else "ships" for n in range(len(names))]
    pq.write_table(
        pa.table({"symbol": names, "industry": industry}),
        daily.folder / "securities.parquet",
    )


def share_moves(daily) -> None:
    """Let the first fifteen names move together beyond their indices."""
    path = daily.folder / "prices_cn.parquet"
    table = pq.read_table(path).to_pydict()
    levels = np.array(table["close"]).reshape(30, 420)
    common = np.random.default_rng(5).standard_normal(420) * 0.01
    levels[:15] *= np.cumprod(1.0 + common)
    table["close"] = levels.ravel().tolist()
    pq.write_table(pa.table(table), path)


def test_an_industry_that_moves_together_is_a_block(daily, tmp_path):
    tell_industries(daily)
    share_moves(daily)
    build_pack(daily.folder, tmp_path / "pack", settings=daily.settings)
    assert verify_pack(tmp_path / "pack") == ()
    pack = load_pack(tmp_path / "pack")
    assert pack.blocks[:2] == ("CN ships", "CN steel")
    steel = pack.blocks.index("CN steel")
    members = [pack.rows[name] for name in daily.names[:15]]
    others = [pack.rows[name] for name in daily.names[15:]]
    assert pack.block_loadings[members, steel] == pytest.approx(1.0, abs=0.25)
    assert (pack.block_loadings[others, steel] == 0.0).all()
    spread = np.sqrt(np.diag(pack.block_covariance))
    assert spread[steel] == pytest.approx(0.01, rel=0.3)
    assert spread[steel] > 2 * spread[pack.blocks.index("CN ships")]
    assert np.linalg.eigvalsh(pack.block_covariance)[0] > 0.0


def test_outlooks_and_innovations_are_in_the_pack(daily, tmp_path):
    build_pack(daily.folder, tmp_path / "pack", settings=daily.settings)
    pack = load_pack(tmp_path / "pack")
    for values in (pack.har, pack.gjr):
        ratio = values / pack.long_volatility
        assert ((ratio > 0.5) & (ratio < 2.0)).all()
    assert set(pack.har_basis) == {"absolute"}  # the files have closes only
    assert pack.innovations.shape == (len(pack.innovation_dates), len(pack.factors))
    assert 0.8 < pack.innovations.std() < 1.3
    assert pack.innovation_dates[-1] <= "2026-02-11"
    assert [*pack.innovation_dates] == sorted(pack.innovation_dates)


def test_premia_come_in_one_currency_with_their_day(daily, tmp_path):
    path = daily.folder / "prices_cn.parquet"
    table = pq.read_table(path).to_pydict()
    part = {key: values[:400] for key, values in table.items()}
    part["symbol"] = ["0100.HK"] * 400
    pq.write_table(pa.table(part), daily.folder / "prices_hk.parquet")
    twins = {(daily.names[0], "0100.HK"), (daily.names[1], "0999.HK")}
    build_pack(daily.folder, tmp_path / "pack", settings=daily.settings, twins=twins)
    (premium,) = load_pack(tmp_path / "pack").premia
    pack = load_pack(tmp_path / "pack")
    # One price in two currencies: the yuan price is worth 7.8 / USDCNH as much.
    rate = pack.levels["USDCNH"].value
    assert premium.premium == pytest.approx(7.8 / rate - 1.0, abs=6e-4)
    assert premium.date == str(daily.days[399])
    assert premium.rate_date == "2026-02-11"


def test_histories_hold_the_returns_of_the_files(daily):
    wanted = {daily.names[0], daily.names[3], "0001.HK"}
    done = read_histories(daily.folder, wanted, sessions=300)
    assert set(done.securities) == {daily.names[0], daily.names[3]}
    table = pq.read_table(daily.folder / "prices_cn.parquet").to_pydict()
    closes = np.array(table["close"]).reshape(30, 420)[3]
    column = done.securities.index(daily.names[3])
    assert done.returns[-1, column] == pytest.approx(closes[-1] / closes[-2] - 1.0)
    assert done.returns.shape == (300, 2)
    assert done.factor_returns.shape == (300, len(done.factors))
    assert np.isnan(done.market_variance).all()  # no ranges in these files
    early = read_histories(daily.folder, wanted, until=daily.days[-50], sessions=300)
    assert early.sessions[-1] == np.datetime64(daily.days[-50])
    with pytest.raises(InputError, match="is not a folder"):
        read_histories(daily.folder / "nowhere", wanted)
