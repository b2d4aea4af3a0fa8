"""Contract facts against the shipped pack."""

from kuroshio.market import load_pack


def test_every_index_that_is_named_is_in_the_pack(knowledge):
    pack = load_pack()
    for instrument in knowledge.instruments.values():
        if instrument.index is not None:
            assert instrument.index in pack.factors, instrument.id
            assert instrument.index in pack.levels, instrument.id


def test_terms_are_of_a_plausible_size(knowledge):
    futures = [x for x in knowledge.instruments.values() if x.kind == "index_future"]
    assert {"IF", "IC", "IM", "IH", "HSI", "HTI"} <= {item.id for item in futures}
    for item in futures:
        assert item.multiplier >= 1
        assert item.margin is None or 0.02 < item.margin < 0.5
        assert item.fee is None or 0 < item.fee < 0.001
    assert knowledge.instruments["IF"].multiplier == 300
    assert knowledge.instruments["IM"].multiplier == 200
    assert knowledge.instruments["HTI"].index is None
