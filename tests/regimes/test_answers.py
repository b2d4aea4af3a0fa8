"""Which regimes reach a deal, a measure and a book."""

from dataclasses import replace
from datetime import date

import pytest

from kuroshio.records import Profile
from kuroshio.regimes import answer_regimes, lapsing, regime_calendar

DAY = date(2026, 2, 12)
SUPERHARD = "superhard-materials"
ANNOUNCEMENT = "cn-mofcom-2025-55"


def ask(knowledge, sheet=None, book=None, profile=None, day=DAY):
    rows = answer_regimes(sheet, book, profile, knowledge, as_of=day)
    return {(row.id, row.subject): row for row in rows}


@pytest.fixture
def pledge(make_sheet):
    return make_sheet(
        vehicle="japan-us-550bn",
        causes={"p1": ("data-centre-power",), "p3": (SUPERHARD,)},
        named=("cfius", "cn-ndrc-order-11", "us-phase-one"),
    )


def test_screening_of_a_pledge_is_by_project(knowledge, pledge):
    row = ask(knowledge, pledge)["cfius", "deal"]
    assert row.answer == "may_apply"
    assert "project" in row.reason


def test_outbound_rule_binds_only_its_own_money(knowledge, pledge):
    row = ask(knowledge, pledge)["cn-ndrc-order-11", "deal"]
    assert row.answer == "does_not"
    assert "JP" in row.reason


def test_kind_of_rule_means_that_of_the_body_named(knowledge, make_sheet):
    facts = {
        "vehicle": "japan-us-550bn",
        "kinds": ("outbound investment rules",),
    }
    named = ask(knowledge, make_sheet(**facts, bodies=("cn-ndrc",)))
    assert named["cn-ndrc-order-11", "deal"].answer == "does_not"
    assert ("cn-mofcom-outbound", "deal") not in named
    assert ("cn-ndrc-order-11", "deal") not in ask(knowledge, make_sheet(**facts))


def test_treaty_between_others_does_not_reach(knowledge, pledge):
    assert ask(knowledge, pledge)["us-phase-one", "deal"].answer == "does_not"


def test_memorandum_of_the_vehicle_applies(knowledge, pledge):
    row = ask(knowledge, pledge)["us-japan-memorandum", "deal"]
    assert (row.answer, row.next_date) == ("applies", date(2029, 1, 19))


def test_suspended_control_says_until_when(knowledge, pledge):
    row = ask(knowledge, pledge)[ANNOUNCEMENT, "p3"]
    assert row.answer == "does_not"
    assert "suspended to 2026-11-10" in row.reason
    assert row.next_date == date(2026, 11, 10)
    assert row.checked is not None


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2025, 10, 8), None),
        (date(2025, 10, 20), "may_apply"),
        (date(2026, 11, 10), "does_not"),
        (date(2026, 11, 22), "unknown"),
    ],
)
def test_control_as_known_on_a_day(knowledge, pledge, day, answer):
    row = ask(knowledge, pledge, day=day).get((ANNOUNCEMENT, "p3"))
    assert (row.answer if row else None) == answer


def test_cause_that_shares_no_theme_gets_no_row(knowledge, pledge):
    rows = ask(knowledge, pledge)
    assert (ANNOUNCEMENT, "p1") not in rows


def test_foreign_takeover_is_screened_at_home_and_abroad(knowledge, make_sheet):
    sheet = make_sheet(
        type_="acquisition", parties={"acquirer": "country-cn", "target": "country-de"}
    )
    rows = ask(knowledge, sheet)
    assert rows["cn-ndrc-order-11", "deal"].answer == "applies"
    assert rows["de-awv", "deal"].answer == "applies"
    assert rows["eu-fdi-screening", "deal"].answer == "applies"
    assert rows["cn-anti-monopoly-review", "deal"].answer == "may_apply"
    assert ("cfius", "deal") not in rows


def test_named_rule_of_unknown_parties_is_unknown(knowledge, make_sheet):
    sheet = make_sheet(type_="acquisition", named=("cfius",))
    assert ask(knowledge, sheet)["cfius", "deal"].answer == "unknown"


def test_home_money_is_not_foreign(knowledge, make_sheet):
    sheet = make_sheet(
        type_="acquisition",
        parties={"acquirer": "country-us", "target": "country-us"},
        named=("cfius",),
    )
    assert ask(knowledge, sheet)["cfius", "deal"].answer == "does_not"


def test_measure_meets_rules_of_the_same_hand_and_kind(knowledge, make_sheet):
    sheet = make_sheet(
        kind="measure",
        type_="export_control",
        causes={"m1": (SUPERHARD,)},
        imposer="country-cn",
        target="country-us",
    )
    rows = ask(knowledge, sheet)
    assert rows["cn-mofcom-2024-33", "m1"].answer == "may_apply"
    assert rows["cn-mofcom-2024-46", "m1"].answer == "does_not"
    assert not [key for key in rows if key[0].startswith("us-")]
    assert ("cn-us-retaliatory-tariffs", "m1") not in rows


def test_control_on_another_country_does_not_meet_the_measure(knowledge, make_sheet):
    sheet = make_sheet(
        kind="measure",
        type_="export_control",
        causes={"m1": (SUPERHARD,)},
        imposer="country-cn",
        target="country-jp",
    )
    rows = ask(knowledge, sheet)
    assert ("cn-mofcom-2024-46", "m1") not in rows
    assert ("cn-mofcom-japan-military", "m1") in rows


def test_list_named_by_a_measure_of_its_keeper_applies(knowledge, make_sheet):
    sheet = make_sheet(
        kind="measure",
        type_="listing",
        causes={"m1": ()},
        imposer="country-us",
        target="country-cn",
        named=("us-entity-list",),
    )
    assert ask(knowledge, sheet)["us-entity-list", "measure"].answer == "applies"


def test_takeover_meets_no_duties_and_no_controls(knowledge, make_sheet):
    sheet = make_sheet(
        type_="acquisition",
        causes={"p1": (SUPERHARD, "steel")},
        parties={"acquirer": "country-jp", "target": "country-us"},
    )
    rows = ask(knowledge, sheet)
    assert {knowledge.regimes[key[0]].test for key in rows} <= {
        "inbound_investment",
        "merger_review",
    }


def test_judge_of_a_deal_is_not_its_buyer(knowledge, make_sheet):
    sheet = make_sheet(
        type_="acquisition",
        parties={"acquirer": "us-cfius", "target": "country-de"},
        named=("us-outbound-rule",),
    )
    assert ask(knowledge, sheet)["us-outbound-rule", "deal"].answer == "unknown"


def test_merger_review_that_a_text_names_may_apply(knowledge, make_sheet):
    sheet = make_sheet(type_="acquisition", named=("cn-anti-monopoly-review",))
    row = ask(knowledge, sheet)["cn-anti-monopoly-review", "deal"]
    assert row.answer == "may_apply"


def test_control_named_beside_another_matter_is_told_once(knowledge, make_sheet):
    sheet = make_sheet(
        kind="measure",
        type_="tariff",
        causes={"m1": ("seafood",), "m2": ("steel",)},
        imposer="country-cn",
        target="country-us",
        named=(ANNOUNCEMENT,),
    )
    rows = [key for key in ask(knowledge, sheet) if key[0] == ANNOUNCEMENT]
    assert rows == [(ANNOUNCEMENT, "measure")]


def test_struck_down_rule_appears_only_where_named(knowledge, make_sheet):
    after = date(2026, 3, 10)
    facts = {
        "kind": "measure",
        "type_": "tariff",
        "causes": {"m1": ()},
        "imposer": "country-us",
        "target": "country-cn",
    }
    silent = ask(knowledge, make_sheet(**facts), day=after)
    assert not [key for key in silent if key[0] == "us-ieepa-tariffs"]
    named = ask(knowledge, make_sheet(**facts, named=("us-ieepa-tariffs",)), day=after)
    assert named["us-ieepa-tariffs", "measure"].answer == "does_not"


def test_event_of_kind_none_gets_no_deal_rows(knowledge, make_sheet):
    sheet = make_sheet(kind="none", type_="other", named=("cfius",))
    assert ask(knowledge, sheet) == {}


@pytest.mark.parametrize(
    ("us_person", "answer"), [(True, "applies"), (False, "does_not"), (None, "unknown")]
)
def test_investor_ban_hangs_on_the_person(knowledge, make_book, us_person, answer):
    rows = ask(
        knowledge, book=make_book(s0981_HK=1.0), profile=Profile(us_person=us_person)
    )
    assert rows["us-ns-cmic-list", "0981.HK"].answer == answer


def test_list_reaches_the_other_listing_of_the_issuer(knowledge, make_book):
    regime = knowledge.regimes["us-ns-cmic-list"]
    assert "601728.SH" in regime.securities
    only_h = replace(regime, securities=("0728.HK",))
    narrowed = replace(knowledge, regimes={regime.id: only_h})
    rows = ask(narrowed, book=make_book(s601728_SH=1.0), profile=Profile())
    assert (regime.id, "601728.SH") in rows


def test_us_listing_of_a_chinese_issuer_hangs_on_audits(knowledge, make_book):
    rows = ask(knowledge, book=make_book(sBABA_US=1.0, s9988_HK=1.0, sNVDA_US=1.0))
    assert [key for key in rows if key[0] == "us-hfcaa"] == [("us-hfcaa", "BABA.US")]


@pytest.mark.parametrize(
    ("investor", "present", "absent"),
    [
        ("qfi", "cn-qfi", "hk-stock-connect"),
        ("stock_connect", "hk-stock-connect", "cn-qfi"),
    ],
)
def test_access_rules_follow_the_profile(
    knowledge, make_book, investor, present, absent
):
    book = make_book(s600519_SH=1.0)
    rows = ask(knowledge, book=book, profile=Profile(investor_type=investor))
    assert rows[present, "book"].answer == "applies"
    assert (absent, "book") not in rows


def test_access_rules_of_an_unknown_investor_are_unknown(knowledge, make_book):
    rows = ask(knowledge, book=make_book(s600519_SH=1.0), profile=Profile())
    assert rows["cn-qfi", "book"].answer == "unknown"


def test_short_sale_rules_reach_only_shorts(knowledge, make_book):
    rows = ask(knowledge, book=make_book(s600519_SH=-1.0, s000858_SZ=1.0))
    assert ("cn-short-selling", "600519.SH") in rows
    assert ("cn-short-selling", "000858.SZ") not in rows


def test_quoted_insiders_ask_for_a_confirmation(knowledge, make_sheet):
    asked = ask(knowledge, make_sheet(vehicle="japan-us-550bn", anonymous=True))
    assert asked["hk-inside-information", "deal"].answer == "may_apply"
    silent = ask(knowledge, make_sheet(vehicle="japan-us-550bn"))
    assert ("hk-inside-information", "deal") not in silent


def test_lapse_of_what_the_deal_touches_is_announced(knowledge, pledge):
    rows = ask(knowledge, pledge, day=date(2026, 9, 1))
    # The suspending notice has no row of its own; the suspended one has.
    assert rows["cn-mofcom-2025-70", "calendar"].next_date == date(2026, 11, 10)
    assert rows[ANNOUNCEMENT, "p3"].next_date == date(2026, 11, 10)
    assert (ANNOUNCEMENT, "calendar") not in rows
    assert ("us-section-301-ships", "calendar") not in rows
    assert ("cn-mofcom-2025-70", "calendar") not in ask(knowledge, pledge)


def test_money_that_stays_at_home_is_not_outbound(knowledge, make_sheet):
    sheet = make_sheet(
        type_="acquisition",
        parties={"acquirer": "country-cn", "target": "country-cn"},
        named=("cn-ndrc-order-11",),
    )
    assert ask(knowledge, sheet)["cn-ndrc-order-11", "deal"].answer == "does_not"


def test_control_on_one_country_needs_works_there(knowledge, make_sheet):
    causes = {"p1": ("ev",)}
    nowhere = ask(knowledge, make_sheet(causes=causes))
    assert ("us-connected-vehicles", "p1") not in nowhere
    china = make_sheet(causes=causes, parties={"host": "country-cn"})
    row = ask(knowledge, china)["us-connected-vehicles", "p1"]
    assert row.answer == "may_apply"


def test_lapsing_lists_the_cliff_of_november(knowledge):
    ids = [row.id for row in lapsing(knowledge, as_of=date(2026, 9, 1))]
    for name in (ANNOUNCEMENT, "us-affiliates-rule", "cn-mofcom-2024-46"):
        assert name in ids
    assert "us-japan-memorandum" not in ids


def test_calendar_puts_what_ran_out_unchecked_first(knowledge):
    rows = regime_calendar(knowledge, as_of=date(2026, 11, 22))
    answers = [row.answer for row in rows]
    unknown = answers.count("unknown")
    assert unknown > 0
    assert set(answers[:unknown]) == {"unknown"}
    ahead = [row.next_date for row in rows[unknown:]]
    assert ahead == sorted(ahead)
    assert {row.id for row in rows[:unknown]} >= {ANNOUNCEMENT, "us-affiliates-rule"}


def test_question_about_nothing_is_answered_with_the_calendar(knowledge):
    day = date(2026, 9, 1)
    rows = answer_regimes(None, None, None, knowledge, as_of=day)
    assert rows == regime_calendar(knowledge, as_of=day) != ()


def test_calendar_hides_what_is_published_later(knowledge):
    ids = {row.id for row in regime_calendar(knowledge, as_of=DAY)}
    assert "us-section-122" not in ids
    assert ANNOUNCEMENT in ids
    before = {row.id for row in regime_calendar(knowledge, as_of=date(2025, 10, 31))}
    assert "us-affiliates-rule" not in before


def test_unknown_security_gets_no_row_of_a_list(knowledge, make_book):
    rows = ask(knowledge, book=make_book(sZZZZ_US=1.0, s999999_SH=1.0))
    assert {key[1] for key in rows} <= {"book"}


def test_exchange_rules_speak_of_mainland_lines_only(knowledge, make_book):
    mainland = ask(knowledge, book=make_book(s600519_SH=1.0, s0700_HK=1.0))
    assert "1 lines" in mainland["sse-szse-price-limits", "book"].reason
    abroad = ask(knowledge, book=make_book(s0700_HK=1.0))
    assert ("sse-szse-price-limits", "book") not in abroad


def test_offshore_investor_has_no_mainland_channel(knowledge, make_book):
    rows = ask(
        knowledge,
        book=make_book(s600519_SH=1.0),
        profile=Profile(investor_type="offshore"),
    )
    tests = {knowledge.regimes[key[0]].test for key in rows}
    assert "investor_access" not in tests


def test_named_rules_come_first_and_the_book_last(knowledge, pledge, make_book):
    rows = answer_regimes(
        pledge,
        make_book(s0981_HK=1.0, s600519_SH=1.0),
        Profile(investor_type="qfi"),
        knowledge,
        as_of=DAY,
    )
    named = {"cfius", "cn-ndrc-order-11", "us-phase-one"}
    assert {row.id for row in rows[:3]} == named
    assert rows[0].id == "cfius"
    subjects = [row.subject for row in rows]
    assert subjects.index("0981.HK") < subjects.index("book")
    assert "0981.HK" not in subjects[: subjects.index("p3")]


def test_same_question_gives_the_same_rows(knowledge, pledge, make_book):
    def answer():
        book = make_book(s0981_HK=1.0)
        return answer_regimes(pledge, book, None, knowledge, as_of=DAY)

    assert answer() == answer()
