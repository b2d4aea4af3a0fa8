"""Rows: one for each cause, theme and listed issuer, in a fixed order."""

from kuroshio.exposure import expose
from kuroshio.records import (
    Cause,
    Issuer,
    Link,
    Listing,
    Names,
    Span,
    Theme,
    ThemeReach,
)

PAGE = "https://example.org/annual-report"


class Known:
    """Two listed issuers, one unlisted, two themes."""

    def __init__(self, links):
        self.themes = {
            one: Theme(id=one, names=Names(en=one)) for one in ("grit", "tools")
        }
        self.issuers = {
            "maker": issuer("maker", "301071.SZ"),
            "twin": issuer("twin", "600026.SH", "1138.HK"),
            "private": issuer("private"),
        }
        self.links = tuple(links)

    def issuer_of(self, security):
        return {"301071.SZ": "maker"}.get(security)

    def country_of(self, identity):
        return {"us-commerce": "US", "cn-mofcom": "CN"}.get(identity)


def issuer(identity, *codes):
    return Issuer(
        id=identity,
        names=Names(en=identity.title()),
        country="CN",
        listings=tuple(
            Listing(security=code, issuer=identity, kind="A", currency="CNY")
            for code in codes
        ),
    )


def link(theme, to, sign=1, **fields):
    given = {
        "role": "exporter",
        "strength": 0.8,
        "because": "exports",
        "source": "own_knowledge",
        "confidence": "low",
        "scope": "",
    }
    return Link(theme=theme, issuer=to, sign=sign, **(given | fields))


def measure(*reaches, identity="m1", direction=1, **fields):
    given = {"type": "tariff", "imposer": "us-commerce", "target": "country-cn"}
    return Cause(
        id=identity,
        kind="measure",
        name="a duty",
        direction=direction,
        themes=reaches,
        evidence=(),
        **(given | fields),
    )


def reach(theme, direction=1, mentions=0):
    spans = tuple(
        Span(doc="d1", start=n, end=n + 4, text="grit") for n in range(mentions)
    )
    return ThemeReach(theme=theme, direction=direction, evidence=spans)


def test_all_listings_of_an_issuer_stand_in_one_row():
    rows = expose([measure(reach("grit"))], Known([link("grit", "twin", -1)]))

    assert [row.securities for row in rows] == [("600026.SH", "1138.HK")]


def test_an_issuer_without_a_listing_gives_no_row():
    assert expose([measure(reach("grit"))], Known([link("grit", "private")])) == ()


def test_each_cause_and_theme_has_its_own_row_for_the_same_issuer():
    known = Known([link("grit", "maker"), link("tools", "maker", -1)])
    causes = [
        measure(reach("grit"), reach("tools")),
        measure(reach("grit", -1), identity="m2", direction=-1),
    ]

    found = {(row.cause, row.theme): row.sign for row in expose(causes, known)}

    assert found == {("m1", "grit"): 1, ("m1", "tools"): -1, ("m2", "grit"): -1}


def test_both_mechanisms_of_one_theme_are_kept_apart_in_one_row():
    known = Known(
        [
            link("grit", "maker", -1, strength=0.6, because="displaced"),
            link("grit", "maker", 1, strength=0.35, because="scarce", role="price"),
        ]
    )

    (row,) = expose([measure(reach("grit"))], known)

    assert (row.for_strength, row.against_strength, row.sign) == (0.35, 0.6, 0)
    assert row.evidence_for == ("scarce",)
    assert row.evidence_against == ("displaced",)
    assert [step.because for step in row.path] == ["displaced", "scarce"]


def test_the_strongest_comes_first_and_the_more_named_theme_among_equals():
    known = Known(
        [
            link("grit", "maker", strength=0.5),
            link("tools", "twin", strength=0.5),
            link("grit", "twin", strength=0.9),
        ]
    )

    rows = expose(
        [measure(reach("grit", mentions=1), reach("tools", mentions=3))], known
    )

    assert [(row.issuer, row.theme) for row in rows] == [
        ("twin", "grit"),
        ("twin", "tools"),
        ("maker", "grit"),
    ]


def test_the_basis_says_whether_a_page_stands_behind_the_links():
    sourced = link("grit", "maker", source=PAGE, confidence="medium", role="a")
    own = link("grit", "maker", role="b")
    cause = measure(reach("grit"))

    assert expose([cause], Known([sourced]))[0].basis == "sourced"
    assert expose([cause], Known([own]))[0].basis == "own_knowledge"
    assert expose([cause], Known([sourced, own]))[0].basis == "mixed"


def test_a_named_target_is_reached_without_a_theme():
    (row,) = expose([measure(named=("maker",), type="listing")], Known([]))

    assert (row.issuer, row.sign, row.theme) == ("maker", -1, "named-party")
    assert row.revenue_share is None
    assert row.basis == "named"


def test_lifting_a_measure_helps_the_named_target():
    (row,) = expose([measure(named=("maker",), direction=-1)], Known([]))

    assert row.sign == 1


def test_a_direction_of_zero_reaches_nobody():
    known = Known([link("grit", "maker")])

    assert expose([measure(reach("grit", 0), direction=0)], known) == ()


def test_a_theme_given_twice_counts_once():
    known = Known([link("grit", "maker")])

    rows = expose([measure(reach("grit"), reach("grit"))], known)

    assert [row.for_strength for row in rows] == [0.8]


def test_no_cause_gives_no_row():
    assert expose([], Known([link("grit", "maker")])) == ()
