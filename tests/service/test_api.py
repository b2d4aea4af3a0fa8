import base64
import json
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from kuroshio.errors import InputError, KuroshioError, ProviderUnavailable
from kuroshio.service import Client

ROOT = Path(__file__).parents[2]
STORY = (ROOT / "examples" / "story.txt").read_text(encoding="utf-8")
BOOK = (ROOT / "examples" / "book.csv").read_text(encoding="utf-8")
PROFILE = (ROOT / "examples" / "profile.yaml").read_text(encoding="utf-8")
DOCUMENTS = [{"text": STORY, "name": "story.txt"}]
WITH_BOOK = {"documents": DOCUMENTS, "book": {"csv": BOOK, "profile": PROFILE}}


def post(browser, verb, body, **headers):
    return browser.http.post(f"/api/v1/{verb}", json=body, headers=headers)


def test_a_verb_answers_what_the_command_line_prints(browser, tmp_path):
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    printed = subprocess.run(
        [str(Path(sys.executable).parent / "kuroshio"), "read", "story.txt",
         "--format", "json"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    answer = post(browser, "read", {"documents": DOCUMENTS})
    assert answer.status_code == 200
    assert answer.json() == json.loads(printed)


@pytest.mark.parametrize(
    ("verb", "body", "keys"),
    [
        ("brief", WITH_BOOK, {"verdict", "read", "expose", "risk", "hedge", "regimes"}),
        ("expose", WITH_BOOK, {"exposures", "holdings"}),
        ("impact", WITH_BOOK, {"impacts"}),
        ("regimes", {}, {"regimes"}),
        ("triage", {"documents": DOCUMENTS}, {"documents"}),
        ("risk", {"book": WITH_BOOK["book"]}, {"var", "contributions", "currency"}),
        ("hedge", {"book": WITH_BOOK["book"]}, {"proposals"}),
        ("stress", WITH_BOOK, {"scenarios"}),
    ],
)
def test_every_verb_has_its_fixed_keys(browser, verb, body, keys):
    answer = post(browser, verb, body)
    assert answer.status_code == 200, answer.text
    assert {"schema", "as_of", "inputs", "pack", "version"} | keys <= set(answer.json())
    assert not {"texts", "zh", "pictures"} & set(answer.json())


def test_bytes_come_in_base64(browser):
    raw = base64.b64encode(STORY.encode("utf-16")).decode()
    documents = [{"content": raw, "name": "story.txt"}]
    answer = post(browser, "read", {"documents": documents})
    assert answer.json()["event"]["vehicle"] == "japan-us-550bn"


@pytest.mark.parametrize(
    ("verb", "body", "place"),
    [
        ("read", {"documents": []}, "documents"),
        ("read", {"documents": [{}]}, "documents"),
        ("read", {"documents": [{"text": "a", "url": "b"}]}, "documents"),
        ("read", {"documents": [{"content": "%%"}]}, "documents"),
        ("read", {"documents": [{"text": " "}]}, "document.txt"),
        ("read", {"documents": DOCUMENTS, "as_of": "soon"}, "--as-of"),
        ("read", {"documents": DOCUMENTS, "more": 1}, "more"),
        ("risk", {"book": {"csv": "security,value\nNOPE,x\n"}}, "book.csv:2"),
        ("risk", {"book": {"id": "0123456789abcdef"}}, "book.id"),
        ("stress", {**WITH_BOOK, "scenarios": ["/etc/passwd"]}, "scenario"),
        ("read", {"documents": [{"url": "ftp://x/y"}]}, "ftp://x/y"),
    ],
)
def test_faults_are_problems_with_every_place(browser, verb, body, place):
    answer = post(browser, verb, body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 422
    assert any(place in item["place"] for item in problem["faults"]), problem


def test_no_answer_tells_of_the_servers_folders(browser, working):
    folder = str(working.state.desk.folder)
    for body in ({"documents": DOCUMENTS}, {"documents": [{"text": " "}]}):
        assert folder not in post(browser, "read", body).text


def test_lists_come_in_pages_that_hold_every_row_once(browser):
    seen, path = [], "/api/v1/precedents?limit=30"
    while path is not None:
        answer = browser.get(path)
        body = answer.json()
        seen += [row["id"] for row in body["precedents"]]
        path = body["next"]
        assert (path is None) is ("link" not in answer.headers)
    assert len(seen) == len(set(seen)) == body["total"]


def test_a_get_answers_nothing_new_to_who_has_it(browser):
    first = browser.get("/api/v1/themes/superhard-materials")
    mark = {"if-none-match": first.headers["etag"]}
    assert (
        browser.get("/api/v1/themes/superhard-materials", headers=mark).status_code
        == 304
    )
    assert browser.get("/api/v1/themes/copper", headers=mark).status_code == 200


def test_a_post_with_a_key_is_done_once(browser, working):
    body = {"csv": "security,value\n600519.SH,7\n", "name": "once"}
    first = post(browser, "books", body, **{"Idempotency-Key": "k1"})
    working.state.desk.books.remove(
        working.state.desk.books.find(first.json()["id"], "local")
    )
    second = post(browser, "books", body, **{"Idempotency-Key": "k1"})
    assert second.json() == first.json()
    assert second.status_code == first.status_code == 201
    assert second.headers["idempotency-replayed"] == "true"
    assert working.state.desk.books.find(first.json()["id"], "local") is None
    other = post(browser, "books", {**body, "name": "x"}, **{"Idempotency-Key": "k1"})
    assert other.status_code == 422


def test_a_fault_frees_the_key(browser):
    head = {"Idempotency-Key": "k2"}
    assert (
        post(browser, "read", {"documents": [{"text": " "}]}, **head).status_code == 422
    )
    fine = post(browser, "read", {"documents": [{"text": "A story of tin."}]}, **head)
    assert fine.status_code == 200


def test_two_at_once_with_one_key_are_not_both_done(browser):
    answers = []

    def send():
        body = {"documents": [{"text": STORY + " ", "name": "s.txt"}]}
        answers.append(post(browser, "brief", body, **{"Idempotency-Key": "k3"}))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.status_code for one in answers) in ([200, 200], [200, 409])
    if [one.status_code for one in answers] == [200, 200]:
        assert any("idempotency-replayed" in one.headers for one in answers)


def test_a_caller_need_not_wait(browser):
    answer = post(browser, "read", {"documents": DOCUMENTS}, Prefer="respond-async")
    assert answer.status_code == 202
    job = answer.headers["location"]
    import time

    for _ in range(200):
        if browser.get(job).json()["ended"]:
            break
        time.sleep(0.1)
    result = browser.get(f"{job}/result")
    assert result.status_code == 200
    assert result.json()["event"]["vehicle"] == "japan-us-550bn"


def test_a_decision_is_frozen_with_what_was_known(browser, deal):
    identity = deal.rpartition("/")[2]
    asked = {"deal": identity, "choice": "wait", "reason": "headline off by ten"}
    made = post(browser, "decisions", asked).json()
    kept = browser.get(f"/api/v1/decisions/{made['id']}").json()
    assert kept["record"]["brief"]["read"]["event"]["vehicle"] == "japan-us-550bn"
    assert kept["record"]["inputs"][0]["sha256"]


def test_the_description_is_whole(browser):
    described = browser.get("/api/v1/openapi.json").json()
    verbs = {"brief", "read", "triage", "expose", "impact", "study", "score", "risk",
             "stress", "hedge", "regimes", "register", "precedents", "entities",
             "alerts"}  # fmt: skip
    paths = {path.split("/")[3] for path in described["paths"]}
    assert verbs <= paths
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            assert {"200", "201", "202", "204"} & set(operation["responses"])
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert set(answer["content"]) == {"application/problem+json"}


class InProcess(httpx.BaseTransport):
    """The way to a desk in the same process."""

    def __init__(self, http):
        self.http = http

    def handle_request(self, request):
        answer = self.http.request(
            request.method,
            str(request.url),
            content=request.read(),
            headers=dict(request.headers),
        )
        kept = {k: v for k, v in answer.headers.items() if k != "content-encoding"}
        return httpx.Response(
            answer.status_code, headers=kept, content=answer.content, request=request
        )


def test_the_client_reads_pages_and_tells_every_fault(browser):
    with Client("http://127.0.0.1:8000", transport=InProcess(browser.http)) as desk:
        assert len(list(desk.pages("themes", "themes", limit=40))) > 80
        found = desk.post("read", documents=DOCUMENTS)
        assert found["event"]["kind"] == "deal"
        with pytest.raises(InputError) as caught:
            desk.post("read", documents=[{"text": " ", "name": "a"}])
        assert caught.value.faults[0].place == "a"
        with pytest.raises(KuroshioError, match="none"):
            desk.get("themes/none")


def test_the_client_says_when_nobody_is_there():
    with (
        Client("http://127.0.0.1:9", seconds=2) as desk,
        pytest.raises(ProviderUnavailable),
    ):
        desk.get("themes")
