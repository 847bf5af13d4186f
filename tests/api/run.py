"""Starts a daemon on the demo service, books a time, makes a key and a feed in the console, and checks what the API
answers: run.py OFFING."""

import http.cookiejar
import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402


class Browser:
    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path):
        return self.opener.open(self.base + path, timeout=30).read().decode()

    def post(self, path, page, **fields):
        fields["csrf"] = re.search(r'name="csrf" value="([^"]+)"', self.get(page))[1]
        return self.opener.open(self.base + path, urllib.parse.urlencode(fields).encode(), timeout=30).read().decode()


def sign_in(daemon, browser):
    until = time.monotonic() + 20
    while not (found := re.search(r"account (\S+), password (\S+)", daemon.log.read_text())):
        if time.monotonic() > until:
            raise RuntimeError("the demo never printed how to sign in")
        time.sleep(0.05)
    browser.post("/sign-in", "/sign-in", account=found[1], password=found[2])


def text(base, words):
    body = json.dumps({"from": "+447700900001", "body": words}).encode()
    urllib.request.urlopen(urllib.request.Request(base + "/handset/texts", body, {"Content-Type": "application/json"}))


def main():
    with Daemon(sys.argv[1]) as daemon:
        daemon.start()
        base = f"http://127.0.0.1:{daemon.internal}"
        text(base, "can i come one morning next week")
        text(base, "1")
        browser = Browser(base)
        sign_in(daemon, browser)
        secret = r'<p class="secret">([^<]+)</p>'
        key = re.search(secret, browser.post("/keys", "/keys", what_for="checks", role="manager", months="1"))[1]
        feed = re.search(secret, browser.post("/calendars", "/calendars", whose="worker jo"))[1]
        done = subprocess.run(["node", str(ROOT / "tests/api/check.mjs"), base, key, feed.replace("&#x2F;", "/")], timeout=120)
    return done.returncode


sys.exit(main())
