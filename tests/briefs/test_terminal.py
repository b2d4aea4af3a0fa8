from kuroshio.briefs.terminal import brief_page, part_page, print_plain


def test_a_plain_page_has_no_escape_codes_and_keeps_its_width(text_brief):
    text = print_plain(brief_page(text_brief, full=True), width=100)
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_the_page_is_the_same_twice(text_brief):
    pages = {print_plain(brief_page(text_brief), width=100) for _ in range(3)}
    assert len(pages) == 1


def test_a_part_prints_only_its_blocks(text_brief):
    text = print_plain(part_page(text_brief, "exposure"), width=100)
    assert "EXPOSURE" in text
    assert "SIGN-OFF" not in text
