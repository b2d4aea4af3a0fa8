"""Bytes become documents: every encoding and container, and every refusal."""

import zlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.errors import InputError
from kuroshio.reading import open_document, open_documents

HANS = (
    "美国商务部长宣布，对进口半导体加征关税，十二日起实施。中国政府表示反对，将采"
    "取措施。\n"
)
HANT = (
    "美國商務部長宣布，對進口半導體加徵關稅，十二日起實施。中國政府表示反對，將採"
    "取措施。\n"
)
JA = (
    "経済産業省は十二日、半導体の輸出を規制すると発表した。日本の企業はこれに対応"
    "する。\n"
)
EN = "Tariffs Rise\n\nFebruary 12, 2026\n\nThe United States raised tariffs on chips.\n"


def read(raw: bytes, source: str = "story.txt", media: str | None = None):
    return open_document(raw, source=source, id="d1", media=media)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HANS, "utf-8"),
        (HANS, "utf-8-sig"),
        (HANS, "utf-16"),
        (HANS, "gb18030"),
        (HANS, "gb2312"),
        (HANT, "big5"),
        (HANT, "gb18030"),
        (JA, "shift_jis"),
        (JA, "euc_jp"),
        (JA, "utf-16"),
        (EN, "ascii"),
    ],
)
def test_each_encoding_is_read_to_the_same_text(text, encoding):
    assert read(text.encode(encoding)).text == text


def test_english_in_windows_1252_keeps_its_quotes():
    text = "Japan’s plan – a “vehicle” – is worth $550 billion, the ministry said.\n"
    assert read(text.encode("cp1252")).text == text


def test_line_ends_become_newlines():
    assert read(b"One line\r\nanother\rthird\n").text == "One line\nanother\nthird\n"


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "empty"),
        (b" \n\t ", "white space"),
        (b"PK\x03\x04" + b"\x00" * 50, "zip"),
        (zlib.compress(b"x" * 1000) * 20, "neither text"),
        (bytes(range(256)) * 40, "neither text"),
        (b"%PDF-1.7 nothing behind", "broken"),
        (b"x" * 50_000_001, "50 MB"),
        (b"a story " * 400_000, "too long"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(raw, word):
    with pytest.raises(InputError) as caught:
        read(raw)
    assert word in str(caught.value)
    assert caught.value.faults[0].place == "story.txt"


def test_plain_text_gives_title_dateline_and_languages():
    document = read(EN.encode())
    assert document.title == "Tariffs Rise"
    assert document.dateline == date(2026, 2, 12)
    span = document.dateline_span
    assert span is not None
    assert document.text[span.start : span.end] == span.text
    assert document.languages == ("en",)
    assert document.published_at is None


def test_a_first_paragraph_is_no_title():
    text = "TOKYO - The ministry said it would act. It gave no date.\n\nMore follows.\n"
    assert read(text.encode()).title is None


PAGE = """<!DOCTYPE html><html><head><title>Site | x</title>
<meta property="og:title" content="Tariffs rise on chips">
<meta property="og:site_name" content="Reuters">
<meta property="article:published_time" content="2026-02-12T08:30:00+08:00"></head>
<body><nav>Home About Login</nav><article><h1>Tariffs rise on chips</h1>{}</article>
<footer>Terms of use</footer></body></html>"""
PARAGRAPH = (
    "<p>The United States raised tariffs on chips from 12 February, it said. </p>"
)


def test_html_gives_main_text_and_what_the_page_states():
    document = read(PAGE.format(PARAGRAPH * 8).encode(), "https://www.reuters.com/a")
    assert document.title == "Tariffs rise on chips"
    assert document.publisher == "Reuters"
    assert document.published_at == datetime(2026, 2, 12, 0, 30, tzinfo=UTC)
    assert document.tier == "wire"
    assert document.text_from == "html"
    assert "raised tariffs" in document.text
    assert "Login" not in document.text
    assert document.text.startswith("Tariffs rise on chips")


def test_short_html_falls_back_to_the_other_extractor():
    page = "<html><body><div>美国宣布加征关税。</div></body></html>"
    assert "加征关税" in read(page.encode()).text


def test_a_time_without_a_zone_gives_the_day_only():
    page = PAGE.replace("2026-02-12T08:30:00+08:00", "2026-02-12 08:30")
    document = read(page.format(PARAGRAPH * 8).encode())
    assert document.published_at is None
    assert document.dateline == date(2026, 2, 12)


def test_linked_data_states_headline_and_time():
    data = (
        '<script type="application/ld+json">{"@graph": [{"headline": "A deal is done",'
        '"datePublished": "2026-03-01T00:00:00Z", "publisher": {"name": "Xinhua"}}]}'
        "</script>"
    )
    page = f"<html><head>{data}</head><body><article>{PARAGRAPH * 8}</article></body>"
    document = read(page.encode())
    assert document.title == "A deal is done"
    assert document.publisher == "Xinhua"
    assert document.published_at == datetime(2026, 3, 1, tzinfo=UTC)


def test_html_in_gb2312_follows_its_declaration():
    page = (
        f'<html><head><meta charset="gb2312"></head><body><p>{HANS}</p></body></html>'
    )
    assert "半导体加征关税" in read(page.encode("gb2312")).text


MAIL = (
    b"From: Desk <desk@example.org>\r\nTo: fund@example.org\r\n"
    b"Subject: =?utf-8?b?5YWz56iO?=\r\nDate: Thu, 12 Feb 2026 08:30:00 +0800\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=gb2312\r\n"
    b"Content-Transfer-Encoding: 8bit\r\n\r\n"
) + HANS.encode("gb2312")


def test_mail_gives_subject_sender_time_and_text():
    document = read(MAIL, "note.eml")
    assert document.title == "关税"
    assert document.publisher == "Desk"
    assert document.published_at == datetime(2026, 2, 12, 0, 30, tzinfo=UTC)
    assert document.text == f"关税\n\n{HANS}".strip()


FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>Notices</title><item><title>Export control notice</title>
<description>&lt;p&gt;Licences are needed from today.&lt;/p&gt;</description>
<pubDate>Thu, 12 Feb 2026 08:30:00 GMT</pubDate>
<link>https://www.meti.go.jp/n</link></item>
<item><title>Second</title><description>Another notice.</description></item>
</channel></rss>"""


def test_feed_items_are_documents_of_their_own():
    first, second = open_documents(FEED.encode(), source="feed.xml", id="d1")
    assert (first.id, second.id) == ("d1.1", "d1.2")
    assert first.text == "Export control notice\n\nLicences are needed from today."
    assert first.published_at == datetime(2026, 2, 12, 8, 30, tzinfo=UTC)
    assert first.tier == "primary"
    assert read(FEED.encode(), "feed.xml").title == "Export control notice"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_feed_are_refused_not_expanded(encoding):
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]>'
        "<rss><channel><item><title>&c;</title></item></channel></rss>"
    )
    with pytest.raises(InputError, match="entities"):
        read(bomb.replace('"1.0"', f'"1.0" encoding="{encoding}"').encode("utf-8"))


def make_pdf(lines: list[str]) -> bytes:
    """Write a one-page PDF with a base font."""
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td {drawn} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{item}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>"
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    return f"{body}{head}{table}{trailer}\nstartxref\n{len(body)}\n%%EOF".encode()


def test_pdf_lines_are_joined_into_sentences():
    raw = make_pdf(
        [
            "The United States raised tariffs on chips from",
            "February 12, 2026, the Department of Commerce",
            "said.",
        ]
    )
    document = read(raw, "notice.pdf")
    assert document.text_from == "pdf"
    assert "tariffs on chips from February 12, 2026, the Department" in document.text


def test_pdf_without_text_needs_ocr():
    with pytest.raises(InputError, match="OCR"):
        read(make_pdf([]), "scan.pdf")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    try:
        document = read(raw)
    except InputError:
        return
    assert document.text.strip()
    span = document.dateline_span
    assert span is None or document.text[span.start : span.end] == span.text


@given(st.text(min_size=1, max_size=300))
def test_any_utf8_text_is_read_or_refused(text):
    try:
        document = read(text.encode("utf-8", "surrogatepass"))
    except InputError:
        return
    assert "\r" not in document.text
