import json

from kuroshio.briefs import brief_results


def test_results_start_with_the_head_and_are_plain_json(text_brief):
    results = brief_results(text_brief, {})
    assert list(results)[:5] == ["schema", "as_of", "inputs", "pack", "version"]
    assert results["as_of"] == "2026-02-12T00:30:00Z"
    json.dumps(results, allow_nan=False)


def test_exposures_carry_for_and_against_under_the_contracts_keys(text_brief):
    row = brief_results(text_brief, {})["expose"]["exposures"][0]
    assert row["for"] == ["sells lamps"]
    assert row["against"] == []
    assert row["revenue_share"] is None
