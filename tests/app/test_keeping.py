import os

from kuroshio.app.keeping import keep_text


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    keep_text(blocked / "inner" / "text", "lost")
    assert blocked.read_text() == "no folder"


def test_the_oldest_half_goes_when_there_are_too_many(tmp_path):
    for number in range(5):
        keep_text(tmp_path / f"{number}.svg", "x", most=5)
        os.utime(tmp_path / f"{number}.svg", (number, number))
    keep_text(tmp_path / "new.svg", "new", most=5)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "3.svg", "4.svg", "new.svg",
    ]  # fmt: skip
