"""The packaged data: how much there is, and that every name has one meaning."""

import re
from datetime import date, timedelta

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.knowledge.load import DATA
from kuroshio.records import NameMatch

# Institution countries are ISO 3166 alpha-2, EU, or INT for bodies of many states.
_COUNTRY = re.compile("[A-Z]{2}|INT")
_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_SOURCE = re.compile(r"own_knowledge|https?://\S+")
_HAN = re.compile("[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


def test_there_is_enough(knowledge):
    bodies = [one for one in knowledge.institutions.values() if one.kind != "state"]
    assert len(bodies) >= 200
    holders = {
        term.person
        for term in knowledge.terms
        if term.end is None or term.end >= date(2015, 1, 1)
    }
    assert len(holders) >= 150


def test_ids_countries_and_sources_are_well_formed(knowledge):
    for table in (knowledge.institutions, knowledge.people):
        for record in table.values():
            assert _ID.fullmatch(record.id), record.id
            assert _COUNTRY.fullmatch(record.country), record.id
            assert _SOURCE.fullmatch(record.source), record.id
    for post in knowledge.posts.values():
        assert _ID.fullmatch(post.id), post.id
    for term in knowledge.terms:
        assert _SOURCE.fullmatch(term.source), term


def test_people_and_bodies_have_names_in_four_scripts(knowledge):
    records = [*knowledge.people.values(), *knowledge.posts.values()]
    records += [one for one in knowledge.institutions.values() if one.kind != "media"]
    for record in records:
        names = record.names
        assert names.en.isascii() or names.en == names.en.strip(), record.id
        assert not _HAN.search(names.en), record.id
        assert names.zh_hant, record.id
        assert names.ja, record.id
        assert names.zh_hans, record.id
        assert _HAN.search(names.zh_hans) or names.zh_hans.isascii(), record.id


def test_names_have_no_stray_marks(knowledge):
    for table in ("institutions", "people", "posts", "issuers"):
        for record in getattr(knowledge, table).values():
            for name in record.names.all():
                assert name == name.strip(), (record.id, name)
                assert len(name) > 1, (record.id, name)
                assert not re.search(r"[|;{}]", name), (record.id, name)


def test_every_person_of_a_post_is_reachable_by_every_name(knowledge):
    for term in knowledge.terms:
        names = knowledge.names_of(term.person)
        for name in (names.en, names.zh_hans, names.zh_hant, names.ja):
            (match,) = knowledge.find_names(name)
            assert term.person in match.candidates, name


def test_no_name_leads_to_two_entities_on_one_day_without_a_rule(knowledge):
    undecided = []
    days = _days(knowledge)
    rules = {rule.alias for rule in knowledge.name_rules}
    for forms in knowledge.names.forms:
        ids = tuple(dict.fromkeys(one for form in forms for one in form.ids))
        aliases = {form.alias for form in forms}
        if len(ids) < 2 or aliases & rules:
            continue
        match = NameMatch(
            start=0, end=1, text="x", alias=forms[0].alias, candidates=ids
        )
        undecided += [
            (forms[0].alias, ids)
            for day in days
            if knowledge.resolve(match, on=day) is None
        ][:1]
    assert undecided == []


def _days(knowledge):
    """Return the days on which something changed, and one after each."""
    ends = {one.end for one in knowledge.institutions.values() if one.end is not None}
    ends |= {term.end for term in knowledge.terms if term.end is not None}
    recent = sorted(day for day in ends if day >= date(2015, 1, 1))
    return [date(2015, 1, 1), *(day + timedelta(days=1) for day in recent)]


def test_rules_speak_of_names_that_exist(knowledge):
    for rule in knowledge.name_rules:
        assert knowledge.names.lookup(rule.alias), rule.alias


def test_successors_begin_where_their_forerunners_end(knowledge):
    for body in knowledge.institutions.values():
        if body.successor is None or body.end is None:
            continue
        start = knowledge.institutions[body.successor].start
        assert start is None or start <= body.end + timedelta(days=60), body.id


def test_a_new_term_is_one_line():
    lines = [
        line
        for file in sorted((DATA / "terms").glob("*.yaml"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if "post:" in line
    ]
    assert len(lines) == len(load_knowledge().terms)
    assert all(line.startswith("- {post: ") and line.endswith("}") for line in lines)
