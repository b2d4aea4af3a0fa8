"""Loading: cold, from the cache, with an overlay, and with faults."""

import os
from datetime import date

import pytest

from kuroshio.errors import InputError
from kuroshio.knowledge import load_knowledge
from kuroshio.knowledge.cache import cache_key

BASE = """\
institutions:
- {id: bank, kind: bank, country: CN, names: {en: Bank of Nowhere, zh_hans: 乌有银行}}
posts:
- {id: head, institution: bank, names: {en: Head of the Bank}}
people:
- {id: ann, country: CN, names: {en: Ann Lee}}
terms:
- {post: head, person: ann, start: 2020-01-01}
"""


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data" / "deep"
    folder.mkdir(parents=True)
    (folder / "all.yaml").write_text(BASE, encoding="utf-8")
    return tmp_path / "data"


def test_cold_and_cached_loads_are_equal(data, tmp_path):
    cache = tmp_path / "cache"
    cold = load_knowledge(data=data)
    first = load_knowledge(data=data, cache=cache)
    again = load_knowledge(data=data, cache=cache)
    assert cold == first == again
    assert len(list(cache.iterdir())) == 1
    assert again.holders("head", date(2021, 1, 1))[0].person == "ann"
    assert [match.candidates for match in again.find_names("乌有银行")] == [("bank",)]


def test_the_packaged_data_survive_the_cache(tmp_path):
    cold = load_knowledge(cache=tmp_path)
    assert load_knowledge(cache=tmp_path) == cold


def test_a_change_of_content_makes_a_new_cache(data, tmp_path):
    cache = tmp_path / "cache"
    load_knowledge(data=data, cache=cache)
    file = data / "deep" / "all.yaml"
    stamp = file.stat()
    file.write_text(BASE.replace("Ann Lee", "Ann Low"), encoding="utf-8")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    changed = load_knowledge(data=data, cache=cache)
    assert changed.people["ann"].names.en == "Ann Low"
    assert len(list(cache.iterdir())) == 2


def test_old_caches_are_removed(data, tmp_path):
    cache = tmp_path / "cache"
    for number in range(7):
        text = BASE.replace("Ann Lee", f"Ann {number}")
        (data / "deep" / "all.yaml").write_text(text, encoding="utf-8")
        load_knowledge(data=data, cache=cache)
    assert len(list(cache.iterdir())) == 4


@pytest.mark.parametrize("keep", [0, 10, 40, -1])
def test_a_damaged_cache_is_made_again(data, tmp_path, keep):
    cache = tmp_path / "cache"
    good = load_knowledge(data=data, cache=cache)
    (file,) = cache.iterdir()
    content = file.read_bytes()
    file.write_bytes(content[:keep] if keep >= 0 else content[:-1] + b"\0")
    assert load_knowledge(data=data, cache=cache) == good
    assert file.read_bytes() == content


def test_a_cache_that_cannot_be_written_is_no_fault(data, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert load_knowledge(data=data, cache=blocked) == load_knowledge(data=data)


def test_names_of_files_count_in_the_key():
    assert cache_key([("a", b"xy")]) != cache_key([("ax", b"y")])
    assert cache_key([("a", b"x"), ("b", b"y")]) != cache_key([("a", b"x")])


def test_an_overlay_adds_and_overrides_and_is_named(data, tmp_path):
    overlay = tmp_path / "mine"
    overlay.mkdir()
    (overlay / "x.yaml").write_text(
        """\
author: Desk
people:
- {id: ann, country: CN, names: {en: Ann Oversaid}}
- {id: bob, country: CN, names: {en: Bob Bee}}
terms:
- {post: head, person: ann, start: 2020-01-01, end: 2023-01-01}
- {post: head, person: bob, start: 2023-01-01}
""",
        encoding="utf-8",
    )
    cache = tmp_path / "cache"
    plain = load_knowledge(data=data, cache=cache)
    both = load_knowledge(data=data, cache=cache, overlay=overlay)
    assert plain.overlay == {}
    assert both.overlay == dict.fromkeys(
        ("ann", "bob", "head/ann/2020-01-01", "head/bob/2023-01-01"), "Desk"
    )
    assert both.people["ann"].names.en == "Ann Oversaid"
    assert [term.person for term in both.holders("head", date(2024, 1, 1))] == ["bob"]
    assert not both.find_names("Ann Lee was here")
    assert both == load_knowledge(data=data, cache=cache, overlay=overlay)


def test_all_faults_of_all_files_are_reported_at_once(data, tmp_path):
    overlay = tmp_path / "mine"
    overlay.mkdir()
    (overlay / "bad.yaml").write_text("author: A\npeople:\n- {id: x}\n")
    (overlay / "latin.yaml").write_bytes("author: A\n# caf\u00e9\n".encode("latin-1"))
    (data / "worse.yaml").write_text("terms:\n- {post: head}\n")
    with pytest.raises(InputError) as caught:
        load_knowledge(data=data, overlay=overlay)
    places = [fault.place for fault in caught.value.faults]
    assert places == [
        "data/worse.yaml:2",
        "data/worse.yaml:2",
        "mine/bad.yaml:3",
        "mine/bad.yaml:3",
        "mine/latin.yaml:2",
    ]


def test_a_missing_overlay_folder_is_said(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        load_knowledge(overlay=tmp_path / "nowhere")
