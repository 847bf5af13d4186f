#!/usr/bin/env python3
"""A company that misbehaves: company_faults.py [TEXTS] [SEED], with the daemon's binary in $OFFING.

Women text by a company that brings each text up to three times, drops connections, and of what we send hangs on to
some, takes some and answers 5xx or nothing, resets, says that we are too fast, and tells of delivery before it has
answered. Afterwards: every text in was acted on once; every text out was taken at most once, or waits for a person;
and what was taken is known to be.
"""

import concurrent.futures
import json
import os
import pathlib
import random
import sqlite3
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402
from tests.support.fake_twilio import FakeTwilio  # noqa: E402

TOKEN = "a made-up auth token of this test"
WORDS = ["can i come thurs", "1", "cant do tues, after drop off thurs?", "any drop ins?", "can i come next week",
         "who is this", "whats my appointment", "please cancel my appointment"]


def move_clock(daemon, minutes):
    request = urllib.request.Request(f"http://127.0.0.1:{daemon.internal}/handset/clock",
                                     json.dumps({"forward_minutes": minutes}).encode(),
                                     {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=20).read()


def ask(daemon, sql):
    with sqlite3.connect(f"file:{daemon.folder}/offing.db?mode=ro", uri=True, timeout=20) as store:
        return store.execute(sql).fetchall()


def wait_until(is_so, patience):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def bring(company, dice, n):
    """One text, again and again until it is answered 200, and at times once more."""
    sid, number, body = f"IN{n:030d}", f"+44770090{100 + n % 300:04d}", dice.choice(WORDS)
    for _ in range(dice.randrange(3)):
        company.text(sid, number, body, hurry=True)
    for _ in range(50):
        status = company.text(sid, number, body)
        if status == 200:
            break
        time.sleep(0.1)
    if dice.random() < 0.3:
        company.text(sid, number, body)
    return sid, status


def check(daemon, company, brought):
    faults = []
    stored = [row[0] for row in ask(daemon, "SELECT provider_id FROM inbound WHERE provider = 'twilio'")]
    refused = [sid for sid, status in brought if status != 200]
    if refused:
        faults.append(f"{len(refused)} genuine texts were not taken")
    if len(stored) != len(set(stored)) or set(stored) != {sid for sid, _ in brought}:
        faults.append("the texts in the store are not those that were brought")
    acted = [json.loads(row[0])["inbound"] for row in ask(daemon, "SELECT body FROM ledger_event WHERE kind = 'asked'")]
    if len(acted) != len(set(acted)) or len(acted) != len(stored):
        faults.append("a text was acted on more than once, or never")
    for ours, times in company.taken.items():
        if times > 1:
            faults.append(f"{ours} was taken {times} times")
    out = {row[0]: row[1:] for row in ask(daemon, "SELECT id, status, provider, delivery FROM outbound")}
    by_reserve = {ours for ours, (status, account, _) in out.items() if account == "handset" and status == "sent"}
    if twice := by_reserve & set(company.taken):
        faults.append(f"{len(twice)} texts went by both accounts")
    left = [ours for ours, (status, _, _) in out.items() if status in ("sending", "waiting")]
    if left:
        faults.append(f"{len(left)} texts are still on their way")
    for ours in company.taken:
        if out[ours][0] != "sent" or out[ours][2] != "delivered":
            faults.append(f"{ours} was taken and delivered, and is noted as {out[ours]}")
            break
    return faults, out


def main():
    texts = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    dice = random.Random(seed)
    print(f"seed {seed}, {texts} texts")
    company = FakeTwilio(TOKEN, "https://texts.example.org", seed)
    with Daemon(os.environ.get("OFFING", ROOT / "build/release/offing"), extra=company.settings()) as daemon:
        daemon.settings.write_text(daemon.settings.read_text().replace("texts_per_second = 100\n",
                                                                       "texts_per_second = 100\nweight = 0\n", 1))
        daemon.write("twilio.secret", TOKEN)
        daemon.start()
        company.our_port = daemon.public
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            brought = list(pool.map(lambda n: bring(company, random.Random(seed + n), n), range(texts)))
        settled = wait_until(lambda: not ask(daemon, "SELECT id FROM outbound WHERE status = 'waiting'"), 120)
        company.every = 0  # it comes to its senses; what hung is given up after 15 s
        settled &= wait_until(lambda: not ask(daemon, "SELECT id FROM outbound WHERE status = 'sending'"), 60)
        unknown = len(ask(daemon, "SELECT id FROM outbound WHERE status = 'unknown'"))
        move_clock(daemon, 5)
        settled &= wait_until(lambda: not ask(daemon, "SELECT id FROM outbound WHERE status IN "
                                                      "('sending', 'unknown', 'waiting')"), 90)
        company.deliver_all()
        faults, out = check(daemon, company, brought)
        daemon.stop()
        print(f"{len(out)} texts out, {sum(company.taken.values())} taken, {unknown} unknown until asked; "
              f"the company: {dict(company.did)}")
        if not settled:
            faults.append("not settled in time")
        for misdeed in ("hang", "500_after", "reset_after", "reset_before", "throttle", "receipts_first"):
            if company.did[misdeed] == 0:
                faults.append(f"it never did this: {misdeed}")
        if faults:
            print(daemon.log.read_text()[-3000:])
    company.stop()
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


sys.exit(main())
