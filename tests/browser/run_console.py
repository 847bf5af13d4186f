"""Starts a daemon on the demo service and drives a flow of its console in Chromium.

run_console.py OFFING FLOW [wide|narrow|plain [FOLDER]]: at 1280 pixels with every page looked at, at 320 pixels, or with
JavaScript off.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.figures_story import Story  # noqa: E402
from tests.support.daemon import Daemon  # noqa: E402


def sign_in_of(daemon, patience=20):
    """What the demo prints at its start: "account demo, password ..."."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = re.search(r"(\S+), password (\S+(?: \S+)*)", daemon.log.read_text())
        if found:
            return f"{found[1]}:{found[2].rstrip('.')}"
        time.sleep(0.05)
    raise RuntimeError("the demo never printed how to sign in")


def main():
    binary, flow = sys.argv[1:3]
    way = sys.argv[3] if len(sys.argv) > 3 else "wide"
    shots = sys.argv[4] if len(sys.argv) > 4 else tempfile.mkdtemp(prefix="offing-screenshots-")
    with Daemon(binary) as daemon:
        if flow == "figures":
            subprocess.run([binary, "db", "migrate", "--config", str(daemon.settings)], check=True)
            Story(daemon.folder / "offing.db").write()
        daemon.start()
        done = subprocess.run(["node", str(ROOT / f"tests/browser/{flow}.mjs"), f"http://127.0.0.1:{daemon.internal}",
                               sign_in_of(daemon), shots], stdin=subprocess.DEVNULL, timeout=540,
                              env=os.environ | {"OFFING_BROWSER_WAY": way})
        if done.returncode != 0:
            print(daemon.log.read_text()[-4000:])
    return done.returncode


sys.exit(main())
