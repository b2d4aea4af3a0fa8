import pytest

from kuroshio.briefs.pictures.studies import draw_fan_picture, draw_precedents


def fan(low, high):
    return [
        {"t": t, "n": 3, "caar": 0.01 * t, "low": low, "high": high, "drawn": "dates"}
        for t in (0, 1, 2)
    ]


EVENTS = [
    {"name": f"e{k}", "t": t, "car": 0.01 * k} for k in range(300) for t in range(3)
]


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (-0.01, 0.03, "holds zero"),
        (0.005, 0.03, "leaves out zero"),
        (None, None, "to day 2"),
    ],
)
def test_the_title_says_what_is_seen(low, high, ends):
    picture = draw_fan_picture(fan(low, high), EVENTS, identity="f", what="3 events")
    assert picture.title.startswith("3 events rise by 2.00 % on average")
    assert picture.title.endswith(ends)


def test_axes_name_their_units_and_the_table_has_every_day():
    picture = draw_fan_picture(fan(-0.01, 0.03), EVENTS, identity="f", what="x")
    text = str(picture.spec)
    assert "trading days from day 0" in text
    assert "cumulative abnormal return, percent" in text
    assert picture.rows[2] == ("2", "+2.00", "-1.00", "+3.00")


def test_of_many_events_an_even_sample_is_drawn():
    picture = draw_fan_picture(fan(-0.01, 0.03), EVENTS, identity="f", what="x")
    lines = next(
        data
        for data in picture.spec["datasets"].values()
        if data and "car" in data[0] and "name" in data[0]
    ) if "datasets" in picture.spec else next(
        values
        for layer in picture.spec["layer"]
        if (values := layer.get("data", {}).get("values")) and "name" in values[0]
    )  # fmt: skip
    assert 60 <= len({row["name"] for row in lines}) <= 120


def test_locked_closes_get_a_triangle_and_a_word():
    events = [{**row, "locked": row["name"] == "e0"} for row in EVENTS]
    picture = draw_fan_picture(fan(-0.01, 0.03), events, identity="f", what="x")
    assert picture.title.endswith("triangles are locked closes")
    assert "triangle-up" in str(picture.spec)


def test_without_days_or_cases_there_is_no_picture():
    assert draw_fan_picture([], [], identity="f", what="x") is None
    settings = {"windows": [[0, 0]]}
    empty = {
        "included": [], "fans": [], "abnormal_returns": [], "window_returns": [],
        "settings": settings,
    }  # fmt: skip
    assert draw_precedents(empty) == ()
