import re
from dataclasses import replace

from kuroshio.briefs.markdown import escape, write_markdown


def test_nothing_of_a_text_becomes_markup(text_brief):
    (exposure,) = text_brief.exposures
    nasty = replace(exposure, name="<script>x</script> | [a](b)")
    text = write_markdown(replace(text_brief, exposures=(nasty,)))
    assert "<script>" not in text
    assert r"\<script\>x\</script\> \| \[a\](b)" in text


def test_every_reference_has_its_note(text_brief):
    text = write_markdown(text_brief)
    used = set(re.findall(r"\]\(#(\w+)\)", text))
    assert used
    assert used <= set(re.findall(r'<a id="(\w+)">', text))


def test_tables_are_rectangular(text_brief):
    text = write_markdown(text_brief)
    for table in re.findall(r"(?:^\|.*\|$\n?)+", text, flags=re.MULTILINE):
        bare = [re.sub(r"\\.", "", row) for row in table.strip().splitlines()]
        assert len({row.count("|") for row in bare}) == 1


def test_special_signs_are_escaped():
    assert escape("a*b_c") == r"a\*b\_c"
    assert escape("1. x") == r"1\. x" or escape("1. x") == r"\1. x"
    assert escape("- x") == r"\- x"
