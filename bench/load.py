"""How many requests a second a server answers, by ``wrk``, and how long each waits."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.audit.site import CannotRun

CONNECTIONS = 16  # kept open, each with one request at a time
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1_000}
# Makes every address another, so that no cache has it. Lua writes 14 digits of a number.
OTHER_EACH_TIME = """
local number = os.time() % 86400 * 100000
request = function()
    number = number + 1
    return wrk.format("GET", wrk.path .. "?number=" .. number)
end
"""


@dataclass(frozen=True)
class Load:
    """What a server bore: requests a second, and milliseconds that half and 99 % wait."""

    rate: float
    median: float
    p99: float
    failed: int


def check_wrk() -> None:
    """Raises CannotRun where it is not installed."""
    if not shutil.which("wrk"):
        raise CannotRun("wrk is missing: apt-get install wrk")


def bear(url: str, seconds: int, folder: Path, is_new_each_time=False) -> Load:
    """Asks for an address again and again, as a browser that takes gzip."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--latency"]
    command += [
        "--duration",
        f"{seconds}s",
        "--timeout",
        "30s",
        "--header",
        "Accept-Encoding: gzip",
    ]
    if is_new_each_time:
        script = folder / "other-each-time.lua"
        script.write_text(OTHER_EACH_TIME)
        command += ["--script", str(script)]
    done = subprocess.run([*command, url], check=True, capture_output=True, text=True)
    return read(done.stdout)


def read(report: str) -> Load:
    """The figures of wrk's report."""

    def waited(share):
        number, unit = re.search(
            rf"^\s+{share}%\s+([\d.]+)(us|ms|s)", report, re.M
        ).groups()
        return float(number) * MILLISECONDS[unit]

    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
    return Load(
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1]),
        median=waited(50),
        p99=waited(99),
        failed=int(bad[1]) if bad else 0,
    )
