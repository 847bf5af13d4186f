"""Starts a daemon on the demo service and drives its handset page in Chromium: run_handset.py OFFING [FOLDER]."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402

shots = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="offing-screenshots-")
with Daemon(sys.argv[1]) as daemon:
    daemon.start()
    done = subprocess.run(["node", str(ROOT / "tests/browser/handset.mjs"), f"http://127.0.0.1:{daemon.internal}", shots],
                          stdin=subprocess.DEVNULL, timeout=240)
    if done.returncode != 0:
        print(daemon.log.read_text())
sys.exit(done.returncode)
