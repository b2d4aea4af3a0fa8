from dataclasses import replace

from kuroshio.briefs import lay_out_behind, lay_out_first_page, number_notes
from kuroshio.records import Event, Grid, Line


def words(block):
    texts = []
    for item in block.items:
        if isinstance(item, Line):
            texts.append("".join(cell.text for cell in item.cells))
        else:
            texts += [cell.text for row in item.rows for cell in row]
    return "\n".join(texts)


def test_the_first_page_has_ten_numbered_blocks(text_brief):
    blocks = lay_out_first_page(text_brief, number_notes(text_brief))
    assert [block.number for block in blocks] == list(range(1, 11))


def test_every_reference_leads_to_a_note(text_brief):
    notes = number_notes(text_brief)
    known = {note.id for note in notes.notes}
    blocks = lay_out_first_page(text_brief, notes) + lay_out_behind(text_brief, notes)
    used = {
        ref
        for block in blocks
        for item in block.items
        for cell in (
            item.cells
            if isinstance(item, Line)
            else [cell for row in item.rows for cell in row]
        )
        for ref in cell.refs
    }
    assert used
    assert used <= known


def test_an_error_finding_turns_the_verdict(text_brief):
    verdict = lay_out_first_page(text_brief, number_notes(text_brief))[0]
    assert "Do not trade on this text" in words(verdict)
    clean = replace(text_brief, sheet=replace(text_brief.sheet, findings=()))
    verdict = lay_out_first_page(clean, number_notes(clean))[0]
    assert "No error found" in words(verdict)


def test_the_texts_value_stands_beside_the_registers(text_brief):
    deal = lay_out_first_page(text_brief, number_notes(text_brief))[1]
    assert "USD 50bn" in words(deal)
    assert "text: USD 5bn, 3×" in words(deal)


def test_no_event_names_nobody(text_brief):
    nothing = replace(
        text_brief,
        sheet=replace(
            text_brief.sheet, event=Event(id="e1", kind="none"), causes=(), findings=()
        ),
        exposures=(),
        entry=None,
        facts=(),
    )
    blocks = lay_out_first_page(nothing, number_notes(nothing))
    assert "Nothing here for this product" in words(blocks[0])
    assert "Lamp" not in "".join(words(block) for block in blocks)


def test_grids_are_rectangular(text_brief):
    notes = number_notes(text_brief)
    blocks = lay_out_first_page(text_brief, notes) + lay_out_behind(text_brief, notes)
    for block in blocks:
        for item in block.items:
            if isinstance(item, Grid):
                assert len(item.columns) == len(item.align)
                assert all(len(row) == len(item.columns) for row in item.rows)
