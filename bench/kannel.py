"""Debian's Kannel on the same way: fakesmsc -> bearerbox -> smsbox -> keyword -> reply -> fakesmsc, every process at
-v 4. Its stores write each text to a file and never fsync: what it counts as kept, a power cut may lose."""

import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.request

LIBRARY = pathlib.Path("/usr/lib/kannel/test")
PATIENCE = 60


def is_here():
    return (LIBRARY / "fakesmsc").exists() and pathlib.Path("/usr/sbin/bearerbox").exists()


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Kannel:
    """One bearerbox with one smsbox, and a centre of its own for each connection."""

    def __init__(self, store, connections):
        self.folder = tempfile.TemporaryDirectory(prefix="offing-kannel-")
        self.admin, self.smsbox, *self.centres = free_ports(2 + connections)
        path = pathlib.Path(self.folder.name)
        place = path / "store"
        if store == "spool":
            place.mkdir()
        centres = "".join(f'\ngroup = smsc\nsmsc = fake\nsmsc-id = centre{port}\nport = {port}\n'
                          f'connect-allow-ip = "127.0.0.1"\n' for port in self.centres)
        self.settings = path / "kannel.conf"
        self.settings.write_text(f"""
group = core
admin-port = {self.admin}
admin-interface = "127.0.0.1"
admin-password = bench
smsbox-port = {self.smsbox}
box-allow-ip = "127.0.0.1"
store-type = {store}
store-location = "{place}"
{centres}
group = smsbox
bearerbox-host = 127.0.0.1

group = sms-service
keyword = default
catch-all = true
max-messages = 1
text = "Thu 19 Mar 9.30am with Jo, or drop in 1-4pm. Reply 1 or 2."
""")
        self.boxes = []

    def __enter__(self):
        for box in ("bearerbox", "smsbox"):
            self.boxes.append(subprocess.Popen([f"/usr/sbin/{box}", "-v", "4", self.settings], cwd=self.folder.name,
                                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                               stderr=subprocess.DEVNULL))
            self.wait_until(lambda: self.status() is not None and (box == "bearerbox" or "smsbox" in self.status()))
        return self

    def __exit__(self, *_):
        for box in reversed(self.boxes):
            box.terminate()
        for box in self.boxes:
            try:
                box.wait(20)
            except subprocess.TimeoutExpired:
                box.kill()
                box.wait(20)
        self.folder.cleanup()

    def wait_until(self, holds):
        until = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > until:
                raise RuntimeError("Kannel did not get there in time")
            time.sleep(0.02)

    def status(self):
        try:
            url = f"http://127.0.0.1:{self.admin}/status.txt?password=bench"
            return urllib.request.urlopen(url, timeout=5).read().decode()
        except OSError:
            return None

    def sent(self):
        found = re.search(r"SMS:.*?sent (\d+)", self.status() or "", re.S)
        return int(found[1]) if found else 0

    def measure(self, texts, cpu):
        """Answers a second, and the boxes' own CPU in microseconds an answer."""
        each = texts // len(self.centres)
        before = sum(cpu(box.pid) for box in self.boxes)
        started = time.monotonic()
        phones = [subprocess.Popen([LIBRARY / "fakesmsc", "-v", "4", "-H", "127.0.0.1", "-r", str(port), "-i", "0", "-m",
                                    str(each), "447740000001 447700900000 text can i come thursday"],
                                   cwd=self.folder.name, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL) for port in self.centres]
        try:
            self.wait_until(lambda: self.sent() >= each * len(self.centres))
            seconds = time.monotonic() - started
        finally:
            for phone in phones:
                phone.terminate()
            for phone in phones:
                phone.wait(20)
        spent = sum(cpu(box.pid) for box in self.boxes) - before
        answered = each * len(self.centres)
        return answered / seconds, spent * 1e6 / answered
