"""Migration, backup, restore, and damage that is found."""

import random
import zipfile

import pytest
from sqlalchemy import text as sql

from kuroshio.errors import InputError, LedgerDamaged
from kuroshio.ledger import (
    HEAD,
    append_audit,
    back_up,
    count_rows,
    create_key,
    freeze_decision,
    list_facts,
    move_to,
    open_ledger,
    propose_override,
    read_fact,
    record_facts,
    restore,
    revision_of,
    store_document,
    verify_audit,
    verify_ledger,
)
from kuroshio.records import Document, Fact


def fill(ledger, count=40):
    for number in range(count):
        body = {"stage": ["near", "selected"][number % 2], "份额": 0.1 * number}
        fact = Fact(kind="stages", key=f"k{number % 7}", body=body)
        record_facts(ledger, [fact])
        text = f"第{number}号公告 " + "稀土" * number
        document = Document(
            id="d", source="s", sha256="", text=text, url=f"u{number % 9}"
        )
        store_document(ledger, document, text.encode())
        append_audit(ledger, actor="test", action="fill", detail={"n": number / 3})
    create_key(ledger, user="ann", name="desk", scopes=["read"])
    freeze_decision(ledger, author="a", title="t", reason="r", record={"x": 1.5})
    propose_override(
        ledger, subject="s", field="f", before="1", after="2", reason="r", maker="a"
    )


def view(ledger, clock):
    return (
        list_facts(ledger, "stages", as_of=clock.now),
        verify_audit(ledger).head,
        {name: rows for name, rows in count_rows(ledger).items() if name != "leases"},
    )


def test_migration_goes_back_and_forward_on_real_data(ledger, clock):
    fill(ledger)
    before = view(ledger, clock)
    move_to(ledger, "0001")
    assert revision_of(ledger) == "0001"
    assert view(ledger, clock) == before
    move_to(ledger, HEAD)
    assert view(ledger, clock) == before
    assert verify_ledger(ledger).ok


def test_a_ledger_of_another_version_is_refused(ledger, place):
    with ledger.writing() as inside:
        inside.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError, match="9999"):
        open_ledger(place)
    with ledger.writing() as inside:
        inside.execute(sql("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(InputError, match="migrate"):
        open_ledger(place, migrate=False)


def test_models_and_migrations_say_the_same(ledger):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from kuroshio.ledger.models import Model

    with ledger.reading() as inside:
        context = MigrationContext.configure(inside, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []


def test_a_backup_restores_the_same_ledger(ledger, clock, tmp_path):
    fill(ledger)
    out = tmp_path / "backup.zip"
    manifest = back_up(ledger, out)
    assert manifest["tables"]["stages"]["rows"] == 40
    with open_ledger(tmp_path / "other", clock=clock) as other:
        restore(other, out)
        assert view(other, clock) == view(ledger, clock)
        assert verify_ledger(other).ok
        with pytest.raises(InputError, match="not empty"):
            restore(other, out)


def test_a_ledger_of_ones_own_becomes_a_teams_and_goes_on(ledger, clock, tmp_path):
    with open_ledger(tmp_path / "own", clock=clock) as own:
        fill(own)
        back_up(own, tmp_path / "b.zip")
    restore(ledger, tmp_path / "b.zip")
    assert record_facts(ledger, [Fact(kind="stages", key="new", body={})]) == 1
    append_audit(ledger, actor="test", action="after")
    assert verify_ledger(ledger).ok


def test_a_changed_backup_is_refused_before_a_row_is_written(ledger, tmp_path):
    fill(ledger, 3)
    out = tmp_path / "backup.zip"
    back_up(ledger, out)
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "stages.jsonl":
                body = body.replace(b"near", b"gone")
            new.writestr(name, body)
    half = tmp_path / "half.zip"
    half.write_bytes(out.read_bytes()[:-200])
    with open_ledger(tmp_path / "other") as other:
        for path in (changed, half, tmp_path / "absent.zip"):
            with pytest.raises(InputError):
                restore(other, path)
        assert count_rows(other)["stages"] == 0


def test_verify_names_what_was_changed(ledger):
    fill(ledger, 5)
    assert verify_ledger(ledger).ok
    move_to(ledger, "0001")
    with ledger.writing() as inside:
        inside.execute(sql("UPDATE stages SET body = '{}' WHERE id = 1"))
        inside.execute(sql("UPDATE documents SET text = 'x' WHERE id = 2"))
        inside.execute(sql("UPDATE audit SET actor = 'x' WHERE seq = 3"))
    found = verify_ledger(ledger)
    assert not found.ok
    assert sum("stages" in fault for fault in found.faults) == 1
    assert sum("documents" in fault for fault in found.faults) == 1
    assert any("audit: entry 3" in fault for fault in found.faults)


@pytest.mark.parametrize("seed", range(25))
def test_a_torn_file_is_found_or_its_rows_are_right(tmp_path, seed):
    place = tmp_path / "ledger.sqlite"
    with open_ledger(place) as ledger:
        fill(ledger, 30)
        right = {f"k{n}": read_fact(ledger, "stages", f"k{n}") for n in range(7)}
    raw = bytearray(place.read_bytes())
    rng = random.Random(seed)  # noqa: S311 - to be the same every time
    for _ in range(40):
        raw[rng.randrange(100, len(raw))] ^= 1 << rng.randrange(8)
    place.write_bytes(raw)
    try:
        with open_ledger(place) as torn:
            found = {key: read_fact(torn, "stages", key) for key in right}
            faults = verify_ledger(torn).faults
    except LedgerDamaged:
        return
    assert found == right
    assert faults or found == right


def test_a_file_that_is_no_ledger_is_said_to_be_damaged(tmp_path):
    place = tmp_path / "ledger.sqlite"
    place.write_bytes(b"not a database at all" * 100)
    with pytest.raises(LedgerDamaged):
        open_ledger(place)


@pytest.mark.parametrize("place", ["mysql://a@b/c", "ftp://x", "sqlite:///x", "://"])
def test_an_address_that_is_no_ledger_is_refused(place):
    with pytest.raises(InputError):
        open_ledger(place)
