"""How quickly the sandbox is ready and answers: `python tests/benchmarks/bench_pages.py [INSTANCE]`.

Starts the real server as a learner does (`flask run`) on a company that exists, waits for the first answer, then
asks every page that needs no argument, Korean and English in turn, and prints median and p95 of each beside the
slowest ratio to the fastest page. Figures are for reading, never for a test to judge.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from app import companies, create_app

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 20
EXAMPLE_ARGUMENTS = {"slug": "cart-abandonment", "customer_id": "17"}


def pages() -> list[str]:
    """Every GET page whose arguments we have an example for."""
    app = create_app()
    found = set()
    with app.test_request_context():
        adapter = app.url_map.bind("")
        for rule in app.url_map.iter_rules():
            arguments = {name: EXAMPLE_ARGUMENTS.get(name) for name in rule.arguments}
            if "GET" in (rule.methods or ()) and rule.endpoint != "static" and None not in arguments.values():
                found.add(adapter.build(rule.endpoint, arguments))
    return sorted(found)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(url: str) -> tuple[float, int]:
    """Seconds to the whole answer, and its status."""
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        error.read()
        status = error.code
    return time.perf_counter() - began, status


def start(port: int) -> tuple[subprocess.Popen[bytes], float]:
    """The server and the seconds until its first answer."""
    began = time.perf_counter()
    flask = Path(sys.executable).parent / "flask"
    server = subprocess.Popen(
        [str(flask), "run", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while True:
        try:
            ask(f"http://127.0.0.1:{port}/")
            return server, time.perf_counter() - began
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None or time.perf_counter() - began > 60:
                raise SystemExit("the server did not start") from None
            time.sleep(0.01)


def main() -> None:
    instance = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "instance"
    os.environ["DANGOL_INSTANCE"] = str(instance)
    company = companies.current(instance)
    print(f"company: {company.meta.profile}, {company.meta.customers:,} customers × {company.meta.days} days")
    port = free_port()
    server, ready = start(port)
    try:
        print(f"server ready: {ready:.2f} s")
        all_times: list[float] = []
        rows = []
        for page in pages():
            url = f"http://127.0.0.1:{port}{page}"
            first, status = ask(url)
            times = [ask(f"{url}?lang={('ko', 'en')[turn % 2]}")[0] for turn in range(ROUNDS)]
            if status == 200:
                all_times += times
            rows.append((statistics.median(times), sorted(times)[int(ROUNDS * 0.95) - 1], first, status, page))
        fastest = min(row[0] for row in rows)
        print(f"{'median ms':>10} {'p95 ms':>8} {'first ms':>9} {'× fastest':>9} status page")
        for median, p95, first, status, page in sorted(rows, reverse=True):
            ratio = median / fastest
            print(f"{median * 1e3:10.1f} {p95 * 1e3:8.1f} {first * 1e3:9.1f} {ratio:9.1f} {status:6} {page}")
        print(f"all pages, warm: p95 {sorted(all_times)[int(len(all_times) * 0.95)] * 1e3:.0f} ms")
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
