"""As-of queries over the packaged knowledge."""

from datetime import date, timedelta

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.records import NameMatch


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory):
    return load_knowledge(cache=tmp_path_factory.mktemp("cache"))


# Inauguration days and cabinet changes as the governments' own pages give them.
@pytest.mark.parametrize(
    ("post", "on", "people"),
    [
        ("us-commerce-secretary", "2024-06-01", {"gina-raimondo"}),
        ("us-commerce-secretary", "2025-02-01", set()),
        ("us-commerce-secretary", "2026-02-12", {"howard-lutnick"}),
        ("us-president", "2021-01-20", {"donald-trump", "joe-biden"}),
        ("jp-meti-minister", "2025-10-20", {"yoji-muto"}),
        ("jp-meti-minister", "2026-02-12", {"ryosei-akazawa"}),
        ("jp-economic-revitalization-minister", "2025-07-22", {"ryosei-akazawa"}),
        ("jp-prime-minister", "2026-02-12", {"sanae-takaichi"}),
        ("cn-pboc-governor", "2018-06-01", {"yi-gang"}),
        ("cn-csrc-chairman", "2024-02-08", {"wu-qing"}),
        ("kr-president", "2025-05-01", set()),
        ("us-president", "1990-01-01", set()),
        ("no-such-post", "2026-02-12", set()),
    ],
)
def test_holders_on_a_day(knowledge, post, on, people):
    terms = knowledge.holders(post, date.fromisoformat(on))
    assert {term.person for term in terms} == people


def test_terms_of_a_person_are_in_order(knowledge):
    terms = knowledge.terms_of("donald-trump")
    assert [term.start.year for term in terms] == [2017, 2025]
    assert knowledge.terms_of("nobody") == ()
    (now,) = knowledge.posts_held("ryosei-akazawa", date(2026, 2, 12))
    assert now.post == "jp-meti-minister"


def match(knowledge, text):
    (one,) = knowledge.find_names(text)
    return one


@pytest.mark.parametrize(
    ("text", "country", "meaning"),
    [
        ("商务部", None, "cn-mofcom"),
        ("商務部長", None, "cn-commerce-minister"),
        ("商务部长", "US", "us-commerce-secretary"),
        ("財政部", "TH", None),
        ("财长", None, None),
        ("财长", "US", "us-treasury-secretary"),
        ("经济部长", None, "tw-economy-minister"),
        ("经济部长", "DE", "de-economy-minister"),
        ("首相", None, "jp-prime-minister"),
        ("首相", "GB", "gb-prime-minister"),
        ("商务部", "US", "us-commerce"),
        ("央行", "KR", "kr-bok"),
        ("央行", "CN", "cn-pboc"),
        ("美國商務部", None, "us-commerce"),
        ("米商務省", None, "us-commerce"),
        ("BIS", None, "us-bis"),
        ("CFIUS", None, "us-cfius"),
        ("港交所", None, "sehk"),
        ("日本銀行", "JP", "jp-boj"),
    ],
)
def test_a_name_means_one_thing(knowledge, text, country, meaning):
    one = match(knowledge, text)
    assert knowledge.resolve(one, on=date(2026, 2, 12), country=country) == meaning


def test_the_day_decides_between_bodies_and_their_successors(knowledge):
    body = knowledge.institutions["cn-cbirc"]
    both = NameMatch(
        start=0, end=1, text="x", alias="x", candidates=("cn-cbirc", "cn-nfra")
    )
    assert body.end is not None
    before = body.end - timedelta(days=1)
    after = body.end + timedelta(days=1)
    assert knowledge.resolve(both, on=before) == "cn-cbirc"
    assert knowledge.resolve(both, on=after) == body.successor == "cn-nfra"


def test_life_dates(knowledge):
    assert knowledge.is_active("incj", date(2020, 1, 1))
    assert not knowledge.is_active("incj", date(2026, 2, 12))
    assert knowledge.is_active("howard-lutnick", date(2026, 2, 12))
    assert not knowledge.is_active("gina-raimondo", date(2026, 2, 12))


def test_kinds_names_and_countries(knowledge):
    assert knowledge.kind_of("jp-meti") == "institution"
    assert knowledge.kind_of("howard-lutnick") == "person"
    assert knowledge.kind_of("nothing") is None
    assert knowledge.names_of("nothing") is None
    assert knowledge.names_of("howard-lutnick").zh_hant == "霍華德·盧特尼克"
    assert knowledge.country_of("us-commerce-secretary") == "US"
    assert knowledge.country_of("jp-meti") == "JP"
    assert knowledge.country_of("nothing") is None


def test_listings_lead_to_their_issuer(knowledge):
    for issuer in knowledge.issuers.values():
        for listing in issuer.listings:
            assert knowledge.issuer_of(listing.security) == issuer.id
            assert knowledge.listing_of(listing.security) == listing
    assert knowledge.issuer_of("000000.XX") is None


def test_nothing_published_later_is_seen(knowledge):
    entry = next(iter(knowledge.register))
    facts = knowledge.register[entry].facts
    first = min(fact.published for fact in facts)
    assert knowledge.facts_at(entry, first - timedelta(days=1)) == ()
    assert knowledge.facts_at(entry, date.max) == facts
    for day in {fact.published for fact in facts}:
        assert all(fact.published <= day for fact in knowledge.facts_at(entry, day))
    assert knowledge.facts_at("nothing", date.max) == ()
