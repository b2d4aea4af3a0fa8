"""The desk under readers: the first page, and a deal page beside a static page.

Prints, for a desk on loopback with one story read:

- the first page in Chromium with a cold cache: time until something is painted, bytes
  transferred; the deal page with its pictures likewise;
- a deal page and a static page of the same size, from the same application, asked for
  by 50 readers at once: milliseconds of the server's processor a page, median and
  99th percentile of the wait, failures.

    python bench/service.py [ROUNDS]
"""

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
CHROMIUM = Path("/usr/bin/chromium")
READERS = 50
ROUNDS = 20
SERVER = """
import sys
from kuroshio.service import Options, make_app
from kuroshio.settings import find_workspace
from starlette.responses import HTMLResponse
from starlette.routing import Route
import uvicorn

options = Options(reads=(1e6, 1e6))
app = make_app(options, find_workspace())
size = {"body": b""}

async def set_size(request):
    size["body"] = await request.body()
    return HTMLResponse("kept")

async def static(request):
    return HTMLResponse(size["body"])

app.router.routes.insert(0, Route("/bench-page", static))
app.router.routes.insert(0, Route("/bench-page", set_size, methods=["POST"]))
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
"""


def processor_seconds(process: int) -> float:
    """Return what a process has used, without its children."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


async def read_many(address: str, cookies: httpx.Cookies, rounds: int) -> list[float]:
    """Ask with all readers at once, each some times; return the waits, -1 a failure."""
    limits = httpx.Limits(max_connections=READERS)
    async with httpx.AsyncClient(
        limits=limits, timeout=30, trust_env=False, cookies=cookies
    ) as http:

        async def reader() -> list[float]:
            waits = []
            for _ in range(rounds):
                began = time.perf_counter()
                try:
                    answer = await http.get(address)
                    good = answer.status_code == 200
                except httpx.HTTPError:
                    good = False
                waits.append(time.perf_counter() - began if good else -1.0)
            return waits

        found = await asyncio.gather(*(reader() for _ in range(READERS)))
    return [wait for waits in found for wait in waits]


def measure(process: int, address: str, cookies: httpx.Cookies, rounds: int) -> float:
    """Print one address under readers; return processor milliseconds a page."""
    asyncio.run(read_many(address, cookies, 2))
    before = processor_seconds(process)
    waits = asyncio.run(read_many(address, cookies, rounds))
    used = (processor_seconds(process) - before) / len(waits) * 1000
    good = sorted(wait * 1000 for wait in waits if wait >= 0)
    print(
        f"  {address.rpartition('/')[2]:<22}{used:6.2f} ms CPU a page, wait median "
        f"{statistics.median(good):.0f} ms, 99 % {good[int(len(good) * 0.99)]:.0f} ms, "
        f"failed {len(waits) - len(good)} of {len(waits)}"
    )
    return used


def show(address: str, path: str) -> None:
    """Print when Chromium paints a page with nothing cached, and what it loads."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        # The first visit also starts Chromium's own processes; a context has no cache.
        for trial in ("first", "cold", "warm"):
            if trial != "warm":
                context = browser.new_context()
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            loaded = [0.0]
            session.on(
                "Network.loadingFinished",
                lambda event, kept=loaded: kept.__setitem__(
                    0, kept[0] + event["encodedDataLength"]
                ),
            )
            page.goto(address + path, wait_until="load")
            page.wait_for_timeout(500)
            paint = page.evaluate(
                "performance.getEntriesByName('first-contentful-paint')[0].startTime"
            )
            print(f"  {path[:7]:<8}{trial}: first paint {paint:.0f} ms, "
                  f"{loaded[0] / 1e6:.3f} MB")  # fmt: skip
            page.close()
        browser.close()


def send_story(http: httpx.Client) -> str:
    """Have the example read and return its address."""
    page = http.get("/deals").text
    found = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert found is not None
    story = (ROOT / "examples" / "story.txt").read_bytes()
    answer = http.post(
        "/deals", data={"token": found[1]}, files={"file": ("story.txt", story)}
    )
    while answer.headers["location"].startswith("/jobs/"):
        time.sleep(0.3)
        answer = http.get(answer.headers["location"])
        answer.headers.setdefault("location", str(answer.url.path))
    return answer.headers["location"]


def main() -> None:
    """Start a desk, read a story, measure."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    port = 18765
    address = f"http://127.0.0.1:{port}"
    with (
        tempfile.TemporaryDirectory() as data,
        subprocess.Popen(
            [sys.executable, "-c", SERVER, str(port)],
            env={**os.environ, "KUROSHIO_DATA": data},
        ) as server,
        httpx.Client(base_url=address, timeout=60, trust_env=False) as http,
    ):
        for _ in range(200):
            try:
                http.get("/keyboard")
                break
            except httpx.TransportError:
                time.sleep(0.2)
        deal = send_story(http)
        body = http.get(deal).content
        http.post("/bench-page", content=body)
        print(f"a deal page of {len(body) / 1000:.0f} kB, {READERS} readers at once")
        static = measure(server.pid, f"{address}/bench-page", http.cookies, rounds)
        dynamic = measure(server.pid, f"{address}{deal}", http.cookies, rounds)
        print(f"  the deal page costs {dynamic / static:.2f} times the static page (3)")
        if CHROMIUM.exists():
            print("in Chromium, nothing cached (1,000 ms, 1.2 MB)")
            for path in ("/", deal):
                show(address, path)
        server.terminate()


if __name__ == "__main__":
    main()
