#!/usr/bin/env python3
"""A full disk, and one that fails to write: disk_full.py, with the daemon's binary in $OFFING.

The store lies on a small file system that is filled up while texts come in: they are answered 503 and the company
brings them again; once there is room, everything is taken, and nothing answered 200 was lost. Then every fsync fails
(strace), with the same to hold. The first part needs the right to mount; without it only the second is run.
"""

import hashlib
import hmac
import http.client
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402

SECRET = b"bench secret"


def post(daemon, n):
    body = json.dumps({"type": "text", "id": f"t-{n}", "from": f"+44770090{n % 9000:04d}", "to": "+447700900000",
                       "body": "any drop ins?"}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", daemon.public, timeout=30)
    try:
        connection.request("POST", "/webhooks/handset", body,
                           {"Content-Type": "application/json",
                            "X-Simulator-Signature": hmac.new(SECRET, body, hashlib.sha256).hexdigest()})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def stored(store):
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=20) as database:
        return {row[0] for row in database.execute("SELECT provider_id FROM inbound")}


def bring_until_taken(daemon, waiting, patience):
    until = time.monotonic() + patience
    while waiting and time.monotonic() < until:
        waiting = [n for n in waiting if post(daemon, n) != 200]
        if waiting:
            time.sleep(0.5)
    return waiting


def fill(path):
    with open(path, "wb", buffering=0) as ballast:
        try:
            while ballast.write(b"x" * 4096):
                pass
        except OSError:  # there is no more room
            pass


def full(binary):
    faults = []
    with Daemon(binary) as daemon:
        mount = daemon.folder / "small"
        mount.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(mount)], capture_output=True).returncode:
            print("no right to mount: the full disk is left out")
            return []
        try:
            settings = daemon.settings.read_text()
            daemon.settings.write_text(settings.replace(f'file = "{daemon.folder}/offing.db"', f'file = "{mount}/offing.db"'))
            daemon.start()
            good = [n for n in range(20) if post(daemon, n) == 200]
            fill(mount / "ballast")
            tried = {n: post(daemon, n) for n in range(20, 220)}
            good += [n for n, status in tried.items() if status == 200]
            refused = [n for n, status in tried.items() if status == 503]
            others = {status for status in tried.values()} - {200, 503}
            if not refused:
                faults.append("a full disk refused nothing")
            if others:
                faults.append(f"a full disk was answered with {others}")
            (mount / "ballast").unlink()
            began = time.monotonic()
            lost = bring_until_taken(daemon, refused, 30)
            print(f"full disk: {len(refused)} of {len(tried)} answered 503; with room again all were taken within "
                  f"{time.monotonic() - began:.1f} s")
            if lost:
                faults.append(f"{len(lost)} texts are refused though there is room")
            missing = {f"t-{n}" for n in good + refused} - stored(mount / "offing.db")
            if missing:
                faults.append(f"{len(missing)} texts answered 200 are not in the store")
            daemon.stop()
        finally:
            subprocess.run(["umount", "-l", str(mount)], check=False)
    return faults


def failing(binary):
    """From some moment on the kernel says that nothing could be written through; then it is well again."""
    faults = []
    with Daemon(binary) as daemon:
        daemon.start()
        good = [n for n in range(20) if post(daemon, n) == 200]
        trace = subprocess.Popen(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e",
                                  "inject=fsync,fdatasync:error=EIO", "-p", str(daemon.process.pid)],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(1)
        if trace.poll() is not None:
            print("strace may not attach: the failing fsync is left out")
            return []
        tried = {n: post(daemon, n) for n in range(20, 60)}
        trace.terminate()
        trace.wait(20)
        refused = [n for n, status in tried.items() if status != 200]
        if any(status not in (200, 503) for status in tried.values()):
            faults.append(f"a failing fsync was answered with {set(tried.values())}")
        if not refused:
            faults.append("texts were answered 200 although nothing could be written through")
        lost = bring_until_taken(daemon, refused, 30)
        print(f"failing fsync: {len(refused)} of {len(tried)} answered 503; {len(refused) - len(lost)} taken afterwards")
        if lost:
            faults.append(f"{len(lost)} texts are refused though the disk is well again")
        missing = {f"t-{n}" for n in good + list(tried)} - stored(daemon.folder / "offing.db")
        if missing:
            faults.append(f"{len(missing)} texts answered 200 are not in the store")
        daemon.stop()
    return faults


def main():
    binary = os.environ.get("OFFING", ROOT / "build/release/offing")
    faults = full(binary) + failing(binary)
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


sys.exit(main())
