from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kuroshio.app import Workspace
from kuroshio.errors import InputError, LedgerError
from kuroshio.service import Options, check_options, make_app, make_first_key
from kuroshio.service.access import LOCAL, ROLES, Actor

ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound here


@pytest.fixture
def secrets(tmp_path):
    """Keys of one user for each role, and the data folder."""
    data = tmp_path / "data"
    admin = make_first_key("ada", Workspace(data=data))
    return {"admin": admin, "data": data}


@pytest.fixture
def desk(make_desk, secrets):
    app = make_desk(data=secrets["data"], login=True)
    journal = app.state.desk.journal
    for role in ("viewer", "analyst", "approver"):
        _, secret = journal.make_key(
            user=role, name="test", role=role, days=30, by=LOCAL
        )
        secrets[role] = secret
    return app


def enter(visitor, desk, secret):
    someone = visitor(desk)
    page = someone.get("/login").text
    token = page.partition('name="token" value="')[2][:64]
    answer = someone.http.post(
        "/login", data={"token": token, "key": secret, "next": "/deals"}
    )
    assert answer.headers["location"] == "/deals"
    return someone


def test_off_loopback_a_desk_does_not_start_without_login():
    with pytest.raises(InputError, match="--login"):
        check_options(Options(host=ANYWHERE))
    check_options(Options(host=ANYWHERE, login=True))


def test_with_login_a_desk_does_not_start_without_an_administrators_key(tmp_path):
    with pytest.raises(InputError, match="no administrator"):
        make_app(Options(login=True, workers=0), Workspace(data=tmp_path))


def test_every_fault_of_the_options_is_told_at_once():
    options = Options(
        host=ANYWHERE, book=Path("b.csv"), certificate=Path("c.pem"), login=False
    )
    with pytest.raises(InputError) as caught:
        check_options(options)
    assert [item.place for item in caught.value.faults] == ["--host", "TLS"]
    with pytest.raises(InputError, match="private"):
        check_options(replace(options, login=True))


def test_without_a_key_people_are_led_to_the_door_and_programs_refused(visitor, desk):
    someone = visitor(desk)
    assert someone.get("/deals").headers["location"] == "/login?next=/deals"
    answer = someone.get("/api/v1/deals")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert someone.get("/static/x/desk.css").status_code == 200


@pytest.mark.parametrize("wrong", ["", "ku_wrong", "x" * 180, "é"])
def test_a_wrong_key_opens_nothing(visitor, desk, wrong):
    someone = visitor(desk)
    token = someone.get("/login").text.partition('name="token" value="')[2][:64]
    answer = someone.http.post("/login", data={"token": token, "key": wrong or " "})
    assert answer.status_code == 403
    headers = {"authorization": f"Bearer {wrong}".encode()}
    assert someone.get("/api/v1/deals", headers=headers).status_code == 401


def test_the_door_leads_nowhere_else(visitor, desk, secrets):
    for target in ("//evil.example", "https://evil.example", "/\\evil.example"):
        someone = visitor(desk)
        token = someone.get("/login").text.partition('name="token" value="')[2][:64]
        answer = someone.http.post(
            "/login", data={"token": token, "key": secrets["viewer"], "next": target}
        )
        assert answer.headers["location"] == "/"


ALLOWED = {
    "viewer": {"read"},
    "analyst": {"read", "write"},
    "approver": {"read", "write", "check"},
    "admin": {"read", "write", "check", "admin"},
}


@pytest.mark.parametrize("role", list(ROLES))
def test_roles_may_what_they_may(visitor, desk, secrets, role):
    head = {"authorization": f"Bearer {secrets[role]}"}
    someone = visitor(desk)
    asked = {
        "read": someone.get("/api/v1/deals", headers=head),
        "write": someone.http.post(
            "/api/v1/books", headers=head, json={"csv": "security,value\n"}
        ),
        "check": someone.get("/api/v1/audit", headers=head),
    }
    entered = enter(visitor, desk, secrets[role])
    asked["admin"] = entered.get("/keys")
    for scope, answer in asked.items():
        assert (answer.status_code != 403) is (scope in ALLOWED[role]), scope


def test_the_maker_cannot_check_and_somebody_else_can(visitor, desk, secrets):
    asked = {"subject": "s", "before": "a", "after": "b", "reason": "r"}
    maker = {"authorization": f"Bearer {secrets['approver']}"}
    other = {"authorization": f"Bearer {secrets['admin']}"}
    http = visitor(desk).http
    made = http.post("/api/v1/overrides", headers=maker, json=asked).json()
    path = f"/api/v1/overrides/{made['id']}/check"
    answer = {"approve": True, "reason": "seen"}
    own = http.post(path, headers=maker, json=answer)
    assert own.status_code == 422
    assert "cannot check" in own.json()["detail"]
    assert http.post(path, headers=other, json=answer).json()["state"] == "approved"
    again = http.post(path, headers=other, json=answer)
    assert again.status_code == 422


def test_the_local_user_cannot_check_their_own_word(make_desk):
    journal = make_desk().state.desk.journal
    made = journal.propose(
        subject="s", field="f", before="a", after="b", reason="r", by=LOCAL
    )
    with pytest.raises(LedgerError, match="cannot check"):
        journal.check(made.id, approve=True, reason="x", by=LOCAL)


def test_books_and_studies_are_their_owners_alone(visitor, desk, secrets):
    http = visitor(desk).http
    owner = {"authorization": f"Bearer {secrets['analyst']}"}
    other = {"authorization": f"Bearer {secrets['admin']}"}
    book = http.post(
        "/api/v1/books", headers=owner, json={"csv": "security,value\n600519.SH,1\n"}
    ).json()
    assert "owner" not in book
    assert http.get("/api/v1/books", headers=owner).json()["total"] == 1
    assert http.get("/api/v1/books", headers=other).json()["total"] == 0
    path = f"/api/v1/books/{book['id']}"
    assert http.delete(path, headers=other).status_code == 404
    page = enter(visitor, desk, secrets["admin"]).get(f"/books/{book['id']}")
    assert page.status_code == 404
    assert http.delete(path, headers=owner).status_code == 204
    files = desk.state.desk.folder.rglob("*")
    assert not [one for one in files if one.is_file() and "book" in one.name]


def test_a_key_ends_by_hand_and_by_time(visitor, desk, secrets):
    http = visitor(desk).http
    journal = desk.state.desk.journal
    head = {"authorization": f"Bearer {secrets['viewer']}"}
    entered = enter(visitor, desk, secrets["viewer"])
    assert entered.get("/").status_code == 200
    key = next(one for one in journal.all_keys() if one.user == "viewer")
    journal.end_key(key.id, LOCAL)
    desk.state.desk.keys.forget()
    assert http.get("/api/v1/deals", headers=head).status_code == 401
    assert entered.get("/").status_code == 303
    late = {"authorization": f"Bearer {secrets['analyst']}"}
    assert http.get("/api/v1/deals", headers=late).status_code == 200
    now = journal._ledger.clock() + timedelta(days=31)
    object.__setattr__(journal._ledger, "clock", lambda: now)
    assert http.get("/api/v1/deals", headers=late).status_code == 401


def test_going_out_ends_the_session(visitor, desk, secrets):
    entered = enter(visitor, desk, secrets["viewer"])
    cookie = entered.http.cookies["kuroshio"]
    assert entered.post("/logout").headers["location"] == "/login"
    stolen = visitor(desk)
    stolen.http.cookies.set("kuroshio", cookie)
    assert stolen.get("/").status_code == 303


def test_coming_in_begins_a_new_session(visitor, desk, secrets):
    someone = visitor(desk)
    token = someone.get("/login").text.partition('name="token" value="')[2][:64]
    planted = someone.http.cookies["kuroshio"]
    someone.http.post("/login", data={"token": token, "key": secrets["viewer"]})
    assert someone.http.cookies["kuroshio"] != planted


def test_the_ledger_holds_no_secret(desk, secrets):
    raw = b"".join(path.read_bytes() for path in secrets["data"].glob("ledger.sqlite*"))
    for role in ROLES:
        assert secrets[role].encode() not in raw
    assert desk


def test_what_people_do_is_in_a_log_that_tells_a_change(desk):
    journal = desk.state.desk.journal
    journal.propose(subject="s", field="f", before="a", after="b", reason="r", by=LOCAL)
    assert journal.verify().ok
    actions = {entry.action for entry in journal.audit()}
    assert {"key.created", "override.proposed"} <= actions


def test_an_actor_has_the_least_role_that_covers_the_scopes():
    roles = {Actor(user="u", scopes=scopes).role for scopes in ROLES.values()}
    assert roles == set(ROLES)
    assert Actor(user="u", scopes=("write",)).role == "analyst"


def test_a_reading_under_way_may_be_watched_but_stopped_by_its_sender_only(
    visitor, desk, secrets
):
    sender = enter(visitor, desk, secrets["analyst"])
    other = enter(visitor, desk, secrets["admin"])
    sent = sender.post("/deals", {"text": "A story of tin."}).headers["location"]
    joined = other.post("/deals", {"text": "A story of tin."}).headers["location"]
    assert sent == joined
    assert "Stop it" in sender.get(sent).text
    assert other.get(sent).status_code == 200
    assert "Stop it" not in other.get(sent).text
    assert other.post(f"{sent}/cancel").status_code == 404


def test_a_broken_form_never_shows_a_key_again(visitor, desk):
    someone = visitor(desk)
    answer = someone.http.post("/login", data={"token": "x", "key": "ku_secret"})
    assert answer.status_code == 403
    assert "ku_secret" not in answer.text
