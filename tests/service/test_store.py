import errno
import os

import pytest

from kuroshio.service.store import (
    StoreFailed,
    forget_old,
    read_json,
    write_json,
    write_whole,
)


def test_a_value_comes_back(tmp_path):
    write_json(tmp_path / "a" / "b.json", {"x": "中文"})
    assert read_json(tmp_path / "a" / "b.json") == {"x": "中文"}


def test_what_is_missing_or_damaged_is_none(tmp_path):
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    assert read_json(tmp_path / "bad.json") is None
    assert read_json(tmp_path / "none.json") is None


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_is_said_and_leaves_what_was_there(tmp_path, monkeypatch, step):
    path = tmp_path / "file"
    write_whole(path, b"before")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    target = os if step == "fsync" else type(path)
    monkeypatch.setattr(target, step, full)
    with pytest.raises(StoreFailed, match="the disk is full") as caught:
        write_whole(path, b"after")
    assert caught.value.is_full
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_old_is_forgotten_and_the_rest_stays(tmp_path):
    for name in ("old", "new"):
        write_whole(tmp_path / name / "file", b"x")
    os.utime(tmp_path / "old", (1, 1))
    forget_old(tmp_path, before=1000.0)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    forget_old(tmp_path / "none", before=1000.0)
