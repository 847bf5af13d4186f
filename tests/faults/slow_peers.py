#!/usr/bin/env python3
"""Slow peers: slow_peers.py [SECONDS], with the daemon's binary in $OFFING.

slowhttptest sends heads and bodies a byte at a time and reads answers as slowly, with hundreds of connections, and
meanwhile the daemon answers others at once. Before that a thousand connections do nothing, and cost little memory.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402

MODES = {"slow heads": ["-H"], "slow bodies": ["-B"], "slow reading": ["-X", "-w", "1", "-y", "4", "-n", "5", "-z", "1"]}
CONNECTIONS, IDLE = 400, 1000


def answer_time(daemon):
    """How long an honest request takes: a webhook that is not signed is refused at once."""
    began = time.monotonic()
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{daemon.public}/webhooks/handset", b"{}", timeout=10)
    except urllib.error.HTTPError as refused:
        if refused.code != 403:
            return None
    except OSError:
        return None
    return time.monotonic() - began


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    faults = []
    if not shutil.which("slowhttptest"):
        print("slowhttptest is missing: script/bootstrap installs it")
        return 1
    with Daemon(os.environ.get("OFFING", ROOT / "build/release/offing")) as daemon:
        daemon.start()
        answer_time(daemon)
        # First, while no memory lies about that connections before had used.
        before = daemon.resident_mb()
        idle = [socket.create_connection(("127.0.0.1", daemon.public), timeout=10) for _ in range(IDLE)]
        time.sleep(0.5)
        cost = daemon.resident_mb() - before
        taken = answer_time(daemon)
        print(f"{IDLE} idle connections cost {cost:.1f} MB; an honest request takes {(taken or 0) * 1000:.0f} ms")
        if cost > 50 or taken is None or taken > 1:
            faults.append("idle connections cost too much")
        for peer in idle:
            peer.close()
        for name, how in MODES.items():
            attack = subprocess.Popen(["slowhttptest", *how, "-c", str(CONNECTIONS), "-r", "200", "-i", "2", "-l", str(seconds),
                                       "-x", "24", "-p", "3", "-t", "POST", "-u", f"http://127.0.0.1:{daemon.public}/webhooks/handset"],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
            times = []
            while attack.poll() is None:
                times.append(answer_time(daemon))
                time.sleep(0.1)
            missing = times.count(None)
            slowest = max((each for each in times if each is not None), default=0)
            print(f"{name}: {len(times)} honest requests, {missing} unanswered, the slowest {slowest * 1000:.0f} ms")
            if missing or slowest > 1 or len(times) < 10:
                faults.append(f"{name}: others were not answered in time")
        daemon.stop()
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


sys.exit(main())
