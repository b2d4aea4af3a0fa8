import pytest

from kuroshio.service.sessions import HOURS, Sessions


@pytest.fixture
def clock():
    return [1_000_000.0]


@pytest.fixture
def sessions(tmp_path, clock):
    return Sessions(tmp_path, lambda: clock[0])


def test_a_cookie_brings_its_session_back_after_a_restart(sessions, tmp_path, clock):
    session = sessions.begin("key7")
    again = Sessions(tmp_path, lambda: clock[0])
    assert again.read(sessions.cookie(session)) == session
    assert again.is_token(session, sessions.token(session))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda cookie: cookie[:-1] + ("0" if cookie[-1] != "0" else "1"),
        lambda cookie: "x" + cookie,
        lambda cookie: cookie.partition(".")[0],
        lambda _: "",
        lambda _: "...",
        lambda _: "é.é",
        lambda _: None,
    ],
)
def test_a_forged_cookie_is_no_session(sessions, spoil):
    assert sessions.read(spoil(sessions.cookie(sessions.begin()))) is None


def test_a_session_ends_by_time_and_by_hand(sessions, clock):
    first, second = sessions.begin(), sessions.begin()
    sessions.end(first)
    assert sessions.read(sessions.cookie(first)) is None
    assert sessions.read(sessions.cookie(second)) == second
    clock[0] += HOURS * 3600 + 1
    assert sessions.read(sessions.cookie(second)) is None


def test_a_token_is_good_for_its_own_session_only(sessions):
    one, other = sessions.begin(), sessions.begin()
    assert not sessions.is_token(one, sessions.token(other))


def test_the_secret_is_its_owners_alone(sessions, tmp_path):
    sessions.begin()
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
