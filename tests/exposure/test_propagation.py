"""Propagation against the truncated power series of the Leontief inverse, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.exposure import DAMPING, MAX_HOPS, expose, sign_of
from kuroshio.exposure.propagation import routes_from
from kuroshio.records import (
    Cause,
    Issuer,
    Link,
    Listing,
    Names,
    Theme,
    ThemeReach,
)

N_THEMES, N_ISSUERS = 5, 4


class Chain:
    """The least knowledge that the step asks for."""

    def __init__(self, themes, issuers, links):
        self.themes = {theme.id: theme for theme in themes}
        self.issuers = {issuer.id: issuer for issuer in issuers}
        self.links = tuple(links)

    def issuer_of(self, security):
        return next(
            (
                issuer.id
                for issuer in self.issuers.values()
                for listing in issuer.listings
                if listing.security == security
            ),
            None,
        )

    def country_of(self, identity):
        return None if identity in self.issuers else identity


def theme(number, upstream=()):
    return Theme(
        id=f"t{number}",
        names=Names(en=f"Theme {number}"),
        upstream=tuple(f"t{one}" for one in upstream),
    )


def issuer(number):
    code = f"{600000 + number}.SH"
    return Issuer(
        id=f"i{number}",
        names=Names(en=f"Issuer {number}"),
        country="CN",
        listings=(
            Listing(security=code, issuer=f"i{number}", kind="A", currency="CNY"),
        ),
    )


def link(at, to, strength, *, sign=1, scope="", role="supplier", share=None):
    return Link(
        theme=f"t{at}",
        issuer=f"i{to}",
        sign=sign,
        role=role,
        strength=strength,
        because=f"because {at} {to} {role}",
        source="own_knowledge",
        confidence="low",
        scope=scope,
        revenue_share=share,
        fiscal_year=None if share is None else 2024,
    )


def built(*themes, direction=1):
    """Return a project abroad that touches themes."""
    return Cause(
        id="c1",
        kind="project",
        name="a plant",
        direction=direction,
        themes=tuple(ThemeReach(theme=one, direction=direction) for one in themes),
        evidence=(),
        location="country-us",
    )


def chain_of(edges, links):
    upstream = {number: [] for number in range(N_THEMES)}
    for near, far in sorted(edges):
        upstream[near].append(far)
    return Chain(
        [theme(number, upstream[number]) for number in range(N_THEMES)],
        [issuer(number) for number in range(N_ISSUERS)],
        links,
    )


# Acyclic: a theme is supplied only by themes of a higher number.
EDGES = st.sets(
    st.tuples(st.integers(0, N_THEMES - 1), st.integers(0, N_THEMES - 1)).filter(
        lambda edge: edge[0] < edge[1]
    ),
    max_size=8,
)
STRENGTHS = st.floats(0.05, 1.0).map(lambda value: round(value, 3))
LINKS = st.lists(
    st.tuples(
        st.integers(0, N_THEMES - 1),
        st.integers(0, N_ISSUERS - 1),
        STRENGTHS,
        st.sampled_from([1, -1]),
        st.none() | STRENGTHS,
    ),
    max_size=14,
)


def to_links(drawn):
    """Give every drawn link both scopes, so that it counts at any depth once."""
    made = []
    for index, (at, to, strength, sign, share) in enumerate(drawn):
        for scope in ("", "demand"):
            role = f"role{index}"
            made.append(
                link(at, to, strength, sign=sign, scope=scope, role=role, share=share)
            )
    return made


@given(EDGES, LINKS, st.integers(0, N_THEMES - 1))
def test_strengths_equal_the_truncated_leontief_series(edges, drawn, start):
    supplied = np.zeros((N_THEMES, N_THEMES))
    for near, far in edges:
        supplied[far, near] = 1.0
    power, reached = np.eye(N_THEMES), np.eye(N_THEMES)
    for _ in range(MAX_HOPS - 1):
        power = DAMPING * supplied @ power
        reached = reached + power
    sides = {1: np.zeros(N_ISSUERS), -1: np.zeros(N_ISSUERS)}
    for at, to, strength, sign, _ in drawn:
        sides[sign][to] += strength * reached[at, start]

    rows = expose([built(f"t{start}")], chain_of(edges, to_links(drawn)))

    found = {row.issuer: row for row in rows}
    for number in range(N_ISSUERS):
        row = found.get(f"i{number}")
        pro = row.for_strength if row else 0.0
        con = row.against_strength if row else 0.0
        assert pro == pytest.approx(sides[1][number])
        assert con == pytest.approx(sides[-1][number])


def test_a_short_chain_equals_the_leontief_inverse_itself():
    """A chain of three themes has no longer paths, so nothing is cut off."""
    supplied = np.zeros((3, 3))
    supplied[1, 0] = supplied[2, 1] = 1.0
    inverse = np.linalg.inv(np.eye(3) - DAMPING * supplied)
    chain = chain_of(
        {(0, 1), (1, 2)}, [link(2, 0, 0.5, scope="demand"), link(0, 1, 0.5)]
    )

    rows = expose([built("t0")], chain)

    found = {row.issuer: row.for_strength for row in rows}
    assert found["i0"] == pytest.approx(0.5 * inverse[2, 0])
    assert found["i0"] == pytest.approx(0.08)
    assert found["i1"] == pytest.approx(0.5 * inverse[0, 0])


def test_a_fourth_hop_is_not_taken():
    edges = {(0, 1), (1, 2), (2, 3)}
    chain = chain_of(edges, [link(3, 0, 1.0, scope="demand")])

    assert expose([built("t0")], chain) == ()


def test_a_ring_does_not_feed_itself():
    ring = Chain([theme(0, [1]), theme(1, [0])], [], [])

    assert [route.themes for route in routes_from("t0", ring.themes)] == [
        ("t0",),
        ("t0", "t1"),
    ]


def walks(steps, node, issuer_id, left):
    """Yield (sign, strength) of every walk of the steps from a node to an issuer."""
    for step in steps:
        if step.source != node:
            continue
        if step.target == issuer_id:
            yield step.sign, step.strength
        elif left > 1:
            for sign, strength in walks(steps, step.target, issuer_id, left - 1):
                yield sign, step.strength * strength


@given(EDGES, LINKS)
def test_strengths_are_the_sums_of_the_products_of_the_steps_shown(edges, drawn):
    rows = expose([built("t0")], chain_of(edges, to_links(drawn)))

    for row in rows:
        found = list(walks(row.path, "t0", row.issuer, MAX_HOPS))
        pro = sum(strength for sign, strength in found if sign > 0)
        con = sum(strength for sign, strength in found if sign < 0)
        assert row.for_strength == pytest.approx(pro)
        assert row.against_strength == pytest.approx(con)


@given(EDGES, LINKS)
def test_strengths_are_never_negative_nor_both_zero(edges, drawn):
    rows = expose([built("t0")], chain_of(edges, to_links(drawn)))

    for row in rows:
        assert row.for_strength >= 0
        assert row.against_strength >= 0
        assert row.for_strength + row.against_strength > 0
        assert 1 <= row.hops <= MAX_HOPS
        assert row.sign == sign_of(row.for_strength, row.against_strength)


@given(EDGES, LINKS, STRENGTHS, st.sampled_from([1, -1]))
def test_another_link_never_lowers_either_side(edges, drawn, strength, sign):
    before = expose([built("t0")], chain_of(edges, to_links(drawn)))
    more = [*to_links(drawn), link(0, 0, strength, sign=sign, role="extra")]
    after = {row.issuer: row for row in expose([built("t0")], chain_of(edges, more))}

    for row in before:
        assert after[row.issuer].for_strength >= row.for_strength - 1e-12
        assert after[row.issuer].against_strength >= row.against_strength - 1e-12


@given(EDGES, LINKS)
def test_the_opposite_direction_turns_both_sides_round(edges, drawn):
    chain = chain_of(edges, to_links(drawn))
    ahead = expose([built("t0")], chain)
    back = {row.issuer: row for row in expose([built("t0", direction=-1)], chain)}

    assert len(back) == len(ahead)
    for row in ahead:
        assert back[row.issuer].sign == -row.sign
        assert back[row.issuer].for_strength == pytest.approx(row.against_strength)


@given(LINKS)
def test_an_unknown_revenue_share_gives_null_and_never_zero(drawn):
    known = [(a, t, s, g, 0.3) for a, t, s, g, _ in drawn]
    unknown = [(a, t, s, g, None) for a, t, s, g, _ in drawn]
    with_share = expose([built("t0")], chain_of(set(), to_links(known)))
    without = expose([built("t0")], chain_of(set(), to_links(unknown)))

    assert [row.issuer for row in without] == [row.issuer for row in with_share]
    for row in without:
        assert row.revenue_share is None
        assert row.materiality is None
    for row in with_share:
        larger = max(row.for_strength, row.against_strength)
        assert row.materiality == pytest.approx(0.3 * larger)


@pytest.mark.parametrize(
    ("pro", "con", "sign"),
    [
        (1.0, 0.0, 1),
        (0.0, 1.0, -1),
        (1.0, 0.5, 1),
        (1.0, 0.51, 0),
        (0.51, 1.0, 0),
        (0.5, 1.0, -1),
        (0.0, 0.0, 0),
    ],
)
def test_the_sign_is_open_when_the_smaller_side_exceeds_half(pro, con, sign):
    assert sign_of(pro, con) == sign
