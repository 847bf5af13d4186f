"""Starts a daemon with a Twilio account beside the handset and lets Twilio's own package post to it.

run_daemon.py OFFING FOLDER_WITH_NODE_MODULES
"""

import pathlib
import sqlite3
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402

TOKEN = "a made-up auth token"
BASE = "https://texts.example.org"
TWILIO = f"""
[[provider]]
name = "twilio"
kind = "twilio"
sender = "+447700900000"
public_base = "{BASE}"
secret_file = "twilio.secret"
texts_per_second = 1
[provider.options]
account_sid = "AC{'0' * 32}"
"""

with Daemon(sys.argv[1], extra=TWILIO) as daemon:
    daemon.write("twilio.secret", TOKEN)
    daemon.start()
    done = subprocess.run(["node", str(pathlib.Path(sys.argv[2]) / "daemon_twilio.mjs"),
                           f"http://127.0.0.1:{daemon.public}", BASE, TOKEN], stdin=subprocess.DEVNULL, timeout=240)
    daemon.stop()
    with sqlite3.connect(daemon.folder / "offing.db") as store:
        stored = store.execute("SELECT COUNT(*) FROM inbound WHERE provider = 'twilio'").fetchone()[0]
    print(f"{stored} texts stored")
    if done.returncode != 0:
        print(daemon.log.read_text())
sys.exit(done.returncode or (0 if stored else 1))
