"""Faults between records are found and placed."""

from kuroshio.knowledge.checks import check_tables, merge_layers
from kuroshio.knowledge.parsing import parse_file

BASE = """\
institutions:
- {id: bank, kind: bank, country: CN, names: {en: Bank}}
posts:
- {id: head, institution: bank, names: {en: Head}}
- {id: voice, institution: bank, names: {en: Voice}, shared: true}
people:
- {id: ann, country: CN, names: {en: Ann}}
- {id: bob, country: CN, names: {en: Bob}}
"""


def faults_of(text, overlay=""):
    records, wrong = parse_file(BASE + text, "f.yaml")
    user, worse = parse_file(overlay, "o.yaml", authored=True)
    assert not wrong
    assert not worse
    tables, _, merging = merge_layers(records, user)
    return (*merging, *check_tables(tables))


def test_clean_records_have_no_faults():
    text = """\
terms:
- {post: head, person: ann, start: 2020-01-01, end: 2021-01-01}
- {post: head, person: bob, start: 2021-01-01}
- {post: voice, person: ann, start: 2020-01-01}
- {post: voice, person: bob, start: 2020-06-01}
"""
    assert faults_of(text) == ()


def test_overlapping_terms_are_placed_at_the_later_one():
    text = """\
terms:
- {post: head, person: ann, start: 2020-01-01}
- {post: head, person: bob, start: 2021-01-01}
"""
    (fault,) = faults_of(text)
    assert fault.place == "f.yaml:11"
    assert "bob takes head on 2021-01-01, but ann" in fault.problem


def test_dates_known_to_the_month_may_share_it():
    text = """\
terms:
- {post: head, person: ann, start: 2020-03-01, end: 2021-05-31, precision: month}
- {post: head, person: bob, start: 2021-05-01, precision: month}
"""
    assert faults_of(text) == ()
    (fault,) = faults_of(text.replace("2021-05-31", "2021-07-31"))
    assert fault.place == "f.yaml:11"


def test_dangling_references():
    text = """\
terms:
- {post: tail, person: cid, start: 2020-01-01}
issuers:
- {id: i, country: CN, names: {en: I}, listings: [600519.SH]}
- {id: j, country: CN, names: {en: J}, listings: [600519.SH]}
links:
- {theme: t, issuer: i, sign: 1, role: supplier, strength: 0.5, because: b,
   source: own_knowledge, confidence: low}
name_rules:
- {alias: A, entity: nobody, because: b}
"""
    problems = [f"{fault.place} {fault.problem}" for fault in faults_of(text)]
    assert problems == [
        "f.yaml:10 post 'tail' is no known id",
        "f.yaml:10 person 'cid' is no known id",
        "f.yaml:15 theme 't' is no known id",
        "f.yaml:18 entity 'nobody' is no known id",
        "f.yaml:13 600519.SH is already a listing of i at f.yaml:12",
    ]


def test_one_id_means_one_thing():
    text = """\
terms:
- {post: head, person: ann, start: 2020-01-01}
- {post: head, person: ann, start: 2020-01-01}
themes:
- {id: ann, names: {en: Ann}}
"""
    problems = [fault.problem for fault in faults_of(text)]
    assert problems == [
        "'head/ann/2020-01-01' is already at f.yaml:10",
        "'ann' is already among people at f.yaml:7",
    ]


def test_a_term_does_not_end_before_it_starts():
    text = "terms:\n- {post: head, person: ann, start: 2020-01-01, end: 2019-01-01}\n"
    (fault,) = faults_of(text)
    assert fault.problem == "ends on 2019-01-01, before it starts on 2020-01-01"


def test_an_overlay_may_end_a_packaged_term():
    text = "terms:\n- {post: head, person: ann, start: 2020-01-01}\n"
    overlay = """\
author: Me
terms:
- {post: head, person: ann, start: 2020-01-01, end: 2022-01-01}
- {post: head, person: bob, start: 2022-01-01}
"""
    assert faults_of(text, overlay) == ()


def test_an_overlay_corrects_a_date_without_a_second_term():
    text = """\
terms:
- {post: head, person: ann, start: 2020-01-01, end: 2021-01-01}
- {post: head, person: bob, start: 2021-01-01}
- {post: head, person: ann, start: 2018-01-01, end: 2019-01-01}
"""
    overlay = """\
author: Me
terms:
- {post: head, person: bob, start: 2021-02-01}
"""
    assert faults_of(text, overlay) == ()
    records, _ = parse_file(BASE + text, "f.yaml")
    user, _ = parse_file(overlay, "o.yaml", authored=True)
    tables, authors, _ = merge_layers(records, user)
    starts = {item.record.start.isoformat() for item in tables["terms"]}
    assert starts == {"2018-01-01", "2020-01-01", "2021-02-01"}
    assert authors == {"head/bob/2021-02-01": "Me"}
