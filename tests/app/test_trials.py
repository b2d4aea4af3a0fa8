"""What a sceptic tries first."""

import pytest

HEAD = "security,value,currency\n"
STORY = """Tokyo, February 12, 2026 - Japan and the United States are in talks on the
first project of the $550 billion investment vehicle: a synthetic diamond grit plant.
"""


def kinds(brief, *severities):
    return {
        item.kind
        for item in brief.sheet.findings
        if not severities or item.severity in severities
    }


def corrected(text):
    pairs = {
        "$55 billion": "$550 billion",
        "$55 Billion": "$550 Billion",
        "Gina Raimondo": "Howard Lutnick",
        "Akira Akazawa (赤泽亮)": "Ryosei Akazawa (赤泽亮正)",
    }
    for wrong, right in pairs.items():
        text = text.replace(wrong, right)
    return text


@pytest.mark.shared_data
def test_the_founding_articles_errors_are_found(article, brief_on):
    brief = brief_on(article)
    found = kinds(brief)
    assert {
        "power_of_ten",
        "gloss_conflict",
        "out_of_office",
        "status_conflict",
        "envelope_tranche",
        "stale_entity",
        "unverifiable_speaker",
        "quote_repeats_disputed",
        "unquantified",
        "omission",
    } <= found
    assert found & {"gloss_truncated", "machine_reading"}
    amount = next(item for item in brief.sheet.findings if item.kind == "power_of_ten")
    claims = {claim.id: claim for claim in brief.sheet.claims}
    assert max(claims[name].mentions for name in amount.claims) == 19


@pytest.mark.shared_data
def test_corrected_errors_vanish_and_the_others_stay(article, brief_on):
    found = kinds(brief_on(corrected(article)))
    assert not found & {
        "power_of_ten",
        "gloss_conflict",
        "out_of_office",
        "gloss_truncated",
        "machine_reading",
        "quote_repeats_disputed",
    }
    assert {"status_conflict", "stale_entity", "unquantified"} <= found


def test_a_true_deal_of_the_same_size_raises_no_alarm(brief_on):
    brief = brief_on(
        "Ottawa, February 12, 2026 - Canada's pension funds said Thursday they "
        "would invest $55 billion in data centers in Texas over ten years. Canada's "
        "minister of finance welcomed the plan."
    )
    assert "power_of_ten" not in kinds(brief)


def test_nothing_published_later_is_seen(brief_on):
    def tranches(as_of):
        facts = brief_on(STORY, as_of=as_of).facts
        return [fact.amount for fact in facts if fact.field == "tranche"]

    assert tranches("2026-02-12") == []
    assert "36000000000" in tranches("2026-02-18")


def test_an_old_pack_is_refused_and_unchecked_suspensions_are_unknown(
    brief_on, example_story, example_book
):
    brief = brief_on(example_story, book=example_book, as_of="2026-11-22")
    assert brief.risk.refused
    assert brief.proposals == ()
    answers = {item.id: item.answer for item in brief.regimes}
    assert answers["cn-mofcom-2025-55"] == "unknown"
    forced = brief_on(
        example_story, book=example_book, as_of="2026-11-22", stale_ok=True
    )
    assert forced.risk.refused is None
    assert any("STALE" in text for text in forced.risk.warnings)


def test_one_issuer_counts_once_and_currency_is_apart(brief_on, example_story):
    def look(book):
        brief = brief_on(example_story, book=HEAD + book)
        rows = {row.theme: (row.for_weight, row.against_weight) for row in brief.themes}
        return rows, dict(brief.risk.currency), {h.issuer for h in brief.holdings}

    whole = look("9988.HK,2000000,HKD\n600519.SH,1000000,CNY\n")
    split = look("9988.HK,1000000,HKD\nBABA.US,128000,USD\n600519.SH,1000000,CNY\n")
    assert len(split[2]) == 2
    for theme, weights in whole[0].items():
        assert split[0][theme] == pytest.approx(weights, abs=0.01)
    assert "USD" in split[1]
    assert "USD" not in whole[1]


def test_twice_the_book_loses_the_same_share(brief_on, example_story):
    one = brief_on(
        example_story, book=HEAD + "300308.SZ,1000000,CNY\n600519.SH,5,CNY\n"
    )
    two = brief_on(
        example_story, book=HEAD + "300308.SZ,2000000,CNY\n600519.SH,10,CNY\n"
    )
    assert [item.es for item in one.risk.losses] == pytest.approx(
        [item.es for item in two.risk.losses]
    )
    exits = [
        next(h.exit_sessions for h in brief.risk.holdings if h.security == "300308.SZ")
        for brief in (one, two)
    ]
    assert exits[1] == pytest.approx(2 * exits[0])


def test_a_short_turns_the_side(brief_on, example_story):
    def sign(value):
        book = HEAD + f"300308.SZ,{value},CNY\nCASH.CNY,9000000,CNY\n"
        brief = brief_on(example_story, book=book)
        return next(h.sign for h in brief.holdings if h.security == "300308.SZ")

    assert sign(1000000) == -sign(-1000000) == 1


def test_a_long_only_profile_is_offered_no_future(
    brief_on, example_story, example_book
):
    brief = brief_on(
        example_story,
        book=example_book.replace("IC2603.CFE,,,-6600000", "600000.SH,,,6600000"),
        profile="investor_type: onshore_fund\npermitted: [equity]\n",
    )
    futures = [
        item for item in brief.proposals if item.group not in {"nothing", "sale"}
    ]
    assert futures
    assert all(item.allowed is not True for item in futures)
    blocked = [item for item in brief.proposals if item.allowed is False]
    assert blocked
    assert all(item.blocked_by for item in blocked)


def test_an_unknown_share_of_revenue_is_unknown_not_zero(brief_on, example_story):
    brief = brief_on(example_story)
    unknown = [item for item in brief.exposures if item.revenue_share is None]
    assert unknown
    assert all(item.materiality is None for item in unknown)


OTHER_STORIES = {
    "football-en": "Madrid, 3 July 2025 - The club signed the striker from Leeds for "
    "80 million euros on a five-year contract, the sporting director said.",
    "football-zh": "7月3日，该俱乐部宣布以8000万欧元从利兹签下这名前锋，合同为期五年。",
    "football-ja": "クラブは3日、リーズからFWを8000万ユーロで獲得したと発表した。",
    "soup": "Paris, 2 March 2025 - The chef shared a recipe for onion soup for six.",
}


@pytest.mark.parametrize("text", OTHER_STORIES.values(), ids=OTHER_STORIES.keys())
def test_a_story_about_something_else_gives_no_deal_and_no_names(brief_on, text):
    brief = brief_on(text)
    assert brief.sheet.event.kind == "none"
    assert brief.exposures == ()
    assert brief.sheet.findings == ()


def test_three_printed_numbers_by_hand(brief_on):
    book = "security,value,currency\n600519.SH,3000000,CNY\nCASH.CNY,1000000,CNY\n"
    brief = brief_on(STORY, book=book)
    assert brief.risk.nav == pytest.approx(4_000_000)
    weights = {item.security: item.weight for item in brief.risk.holdings}
    assert weights["600519.SH"] == pytest.approx(0.75)
    measured = next(i for i in brief.risk.holdings if i.security == "600519.SH")
    assert brief.risk.volatility == pytest.approx(0.75 * measured.volatility, rel=1e-6)
