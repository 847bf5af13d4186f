#!/usr/bin/env python3
"""A real Kannel between a fake operator and the daemon: kannel.py [TEXTS], with the daemon's binary in $OFFING.

A text comes in from the fake operator, through Kannel's boxes, to the daemon, and its answer goes back out, with its
receipt. Then Kannel is killed and started again in the middle. Afterwards: every text in was acted on once, and every
answer went out to the operator once, or is known not to have.
"""

import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
LINE = "+447700900002"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Kannel:
    """bearerbox and smsbox on ports of their own, with an operator's line that fakesmsc plays."""

    def __init__(self, folder):
        self.folder = folder
        self.admin, self.box, self.operator, self.send = free_ports(4)
        self.secret, self.password = secrets.token_hex(16), secrets.token_hex(16)
        self.boxes = []

    def provider(self):
        return f"""
[[provider]]
name = "kannel"
kind = "kannel"
sender = "{LINE}"
public_base = "http://127.0.0.1"
secret_file = "kannel.secret"
texts_per_second = 100
[provider.options]
username = "offing"
password_file = "kannel.password"
api = "http://127.0.0.1:{self.send}"
"""

    def configure(self, our_port):
        (self.folder / "store").mkdir()
        (self.folder / "kannel.conf").write_text(f"""
group = core
admin-port = {self.admin}
admin-interface = 127.0.0.1
admin-password = {self.password}
smsbox-port = {self.box}
box-allow-ip = "127.0.0.1"
store-type = spool
store-location = "{self.folder}/store"
log-file = "{self.folder}/bearerbox.log"
log-level = 0
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = line
port = {self.operator}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {self.box}
sendsms-port = {self.send}
sendsms-interface = 127.0.0.1
http-request-retry = 60
http-queue-delay = 1
log-file = "{self.folder}/smsbox.log"
log-level = 0

group = sendsms-user
username = offing
password = {self.password}
max-messages = 6
concatenation = true
user-allow-ip = "127.0.0.1"

group = sms-service
keyword = default
catch-all = true
get-url = "http://127.0.0.1:{our_port}/webhooks/kannel/{self.secret}?id=%I&from=%p&to=%P&time=%t&charset=%C&text=%b"
max-messages = 0
concatenation = true
""")

    def start(self):
        conf = str(self.folder / "kannel.conf")
        with open(self.folder / "boxes.log", "ab") as log:
            self.boxes = [subprocess.Popen([shutil.which("bearerbox"), "-v", "4", conf], stdout=log, stderr=log,
                                           stdin=subprocess.DEVNULL)]
            self.wait_for(self.box)
            self.boxes.append(subprocess.Popen([shutil.which("smsbox"), "-v", "4", conf], stdout=log, stderr=log,
                                               stdin=subprocess.DEVNULL))
            self.wait_for(self.send)

    @staticmethod
    def wait_for(port):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"nothing listens on {port}")

    def kill(self):
        for box in self.boxes:
            box.send_signal(signal.SIGKILL)
            box.wait(10)
        self.boxes = []


class Operator:
    """fakesmsc: brings texts, each from one of the numbers by chance, and prints what goes out."""

    def __init__(self, kannel, name):
        self.kannel, self.out = kannel, kannel.folder / f"operator-{name}.log"
        self.process = None

    def bring(self, texts, interval):
        words = [f"{number} {LINE} text {body}" for number, body in texts]
        with open(self.out, "ab") as log:
            self.process = subprocess.Popen([FAKESMSC, "-H", "127.0.0.1", "-r", str(self.kannel.operator), "-i",
                                             str(interval), "-m", str(len(texts)), "-v", "0", *words],
                                            stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def brought(self):
        return len(re.findall(r"fakesmsc: sent message", self.out.read_text(errors="replace")))

    def went_out(self):
        return re.findall(r"Got message \d+: <(.*?)>", self.out.read_text(errors="replace"))

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)


def wait_until(is_so, patience):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def main():
    texts = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    faults = []
    with Daemon(os.environ.get("OFFING", ROOT / "build/release/offing")) as daemon:
        kannel = Kannel(daemon.folder)
        daemon.settings.write_text(daemon.settings.read_text().replace(
            "texts_per_second = 100\n", "texts_per_second = 100\nweight = 0\n", 1) + kannel.provider())
        daemon.write("kannel.secret", kannel.secret)
        daemon.write("kannel.password", kannel.password)
        # Receipts come to public_base, which has the daemon's port: it is chosen before it starts.
        port = free_ports(1)[0]
        settings = daemon.settings.read_text().replace('public_base = "http://127.0.0.1"',
                                                       f'public_base = "http://127.0.0.1:{port}"')
        daemon.settings.write_text(settings.replace("port = 0\n", f"port = {port}\n", 1))
        daemon.start()
        kannel.configure(port)

        def ask(sql):
            with sqlite3.connect(f"file:{daemon.folder}/offing.db?mode=ro", uri=True, timeout=20) as store:
                return store.execute(sql).fetchall()

        def stored():
            return ask("SELECT COUNT(*) FROM inbound WHERE provider = 'kannel'")[0][0]

        def settled():
            """All that the operator brought is here, and every answer is out, with its receipt."""
            return (stored() == sum(each.brought() for each in operators)
                    and not ask("SELECT id FROM outbound WHERE provider IS NULL OR COALESCE(delivery, '') <> 'delivered'"))

        operators = []
        try:
            kannel.start()
            first = Operator(kannel, "one")
            operators.append(first)
            first.bring([(f"+447700900{n:03d}", "any drop ins?") for n in range(100, 100 + texts // 3)], 0.02)
            if not wait_until(lambda: first.brought() == texts // 3 and settled(), 40):
                faults.append("the texts of a quiet hour did not all come and go, with receipts")
            # The daemon stands still while texts come in, so that Kannel has them in hand when it is killed.
            daemon.process.send_signal(signal.SIGSTOP)
            first.stop()
            second = Operator(kannel, "two")
            operators.append(second)
            second.bring([(f"+447700900{n:03d}", "any drop ins?") for n in range(400, 400 + texts // 3)], 0.02)
            wait_until(lambda: second.brought() == texts // 3, 20)
            time.sleep(0.5)
            brought_before = stored()
            kannel.kill()
            second.stop()
            daemon.process.send_signal(signal.SIGCONT)
            kannel.start()
            third = Operator(kannel, "three")
            operators.append(third)
            third.bring([(f"+447700900{n:03d}", "any drop ins?") for n in range(700, 700 + texts // 3)], 0.02)
            if not wait_until(lambda: third.brought() == texts // 3 and settled(), 90):
                faults.append("not all came and went after Kannel was killed")
            time.sleep(1)  # what comes twice would come now
        finally:
            for operator in operators:
                operator.stop()
            kannel.kill()
        out = ask("SELECT id, status, provider, delivery FROM outbound")
        acted = ask("SELECT body FROM ledger_event WHERE kind = 'asked'")
        brought = sum(each.brought() for each in operators)
        went = [line for operator in operators for line in operator.went_out()]
        receipts = sum(1 for row in out if row[3] == "delivered")
        print(f"{stored()} of {brought} texts came through ({brought_before} before Kannel was killed), {len(out)} answers, "
              f"{len(went)} of them seen by the operator, {receipts} receipts")
        if stored() != brought:
            faults.append("a text was lost, or is in the store twice")
        if len(acted) != stored():
            faults.append("texts and what was done about them differ in number")
        # fakesmsc stops reading once it has seen as many as it brought, so some answers go unseen by it.
        if len(went) > len(out):
            faults.append("an answer went out twice")
        if not went or not receipts:
            faults.append("nothing went out, or no receipt came back")
        if any(row[1] == "failed" for row in out):
            faults.append("an answer was given up on")
        daemon.stop()
        if faults:
            print(daemon.log.read_text()[-2000:])
            print((daemon.folder / "boxes.log").read_text(errors="replace")[-1500:])
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


if not os.path.exists(FAKESMSC) or not shutil.which("bearerbox"):
    print("kannel and kannel-extras are missing: script/bootstrap installs them")
    sys.exit(1)
sys.exit(main())
