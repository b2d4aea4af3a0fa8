"""Candidates come with reasons, best first."""

from datetime import date

import pytest

from kuroshio.knowledge import find_entities, load_knowledge

ON = date(2026, 2, 12)


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


def test_a_known_name_comes_first(knowledge):
    first = find_entities(knowledge, "卢特尼克", on=ON)[0]
    assert (first.id, first.kind, first.score) == ("howard-lutnick", "person", 1.0)
    assert first.reason == "known name 卢特尼克"


def test_a_folded_name_says_so(knowledge):
    first = find_entities(knowledge, "ｍｅｔｉ")[0]
    assert first.id == "jp-meti"
    assert "after folding" in first.reason


def test_a_title_leads_to_its_holder_on_the_day(knowledge):
    ids = {one.id: one for one in find_entities(knowledge, "美国商务部长", on=ON)}
    assert "us-commerce-secretary" in ids
    assert ids["howard-lutnick"].reason == "Secretary of Commerce from 2025-02-21"
    assert "gina-raimondo" not in ids
    earlier = find_entities(knowledge, "美国商务部长", on=date(2024, 1, 1))
    assert "gina-raimondo" in {one.id for one in earlier}


def test_people_and_bodies_of_another_time_come_later_and_say_so(knowledge):
    (raimondo, *_) = find_entities(knowledge, "Gina Raimondo", on=ON)
    assert raimondo.score < 1.0
    assert raimondo.reason.endswith("in no known post on 2026-02-12")
    (incj, *_) = find_entities(knowledge, "INCJ", on=ON)
    assert incj.reason.endswith("ended on 2025-03-31")


def test_a_slip_is_found_by_likeness(knowledge):
    found = find_entities(knowledge, "Howard Lutnik")
    assert found[0].id == "howard-lutnick"
    assert "similar to Howard Lutnick" in found[0].reason


def test_short_or_unknown_text_gives_nothing_by_likeness(knowledge):
    assert find_entities(knowledge, "zqxj") == ()
    assert find_entities(knowledge, "") == ()


def test_order_is_by_score_and_stable(knowledge):
    found = find_entities(knowledge, "Commerce Secretary Gina Raimondo", on=ON)
    assert list(found) == sorted(found, key=lambda one: (-one.score, one.kind, one.id))
    assert found == knowledge.find_entities("Commerce Secretary Gina Raimondo", ON)
    assert len({one.id for one in found}) == len(found) <= 20
