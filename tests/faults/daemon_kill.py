#!/usr/bin/env python3
"""kill -9 under load: daemon_kill.py [ROUNDS] [SEED] [ENGINE...], with the daemon's binary in $OFFING.

On SQLite, then on a PostgreSQL cluster of the run's own; sqlite or postgres as ENGINE runs on that alone.

Women ask for times and take the first, the daemon is killed at random moments and started again, and the company
repeats what was not answered 200 - now and then also what was. Afterwards: every text answered 200 is in the store,
none twice; no place has two bookings; every booking has its place; every act has its line in the ledger.
"""

import collections
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import random
import sqlite3
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402
from tests.support.postgres import Postgres  # noqa: E402

SECRET = b"bench secret"
STORIES = [["can i come thurs", "1"], ["cant do tues, after drop off thurs?", "2", "cant make it now, anything else next week?", "1"],
           ["can i come next week", "1", "please cancel my appointment"], ["any drop ins?"]]
NUMBERS = [f"+44770090{n:04d}" for n in range(100, 900)]


def crowded_service(folder):
    """The demo's service with many more made-up women, so that none of them texts too often to be answered."""
    demo = ROOT / "config/demo"
    women = "".join(f'\n[[person]]\nname = "Woman {n}"\nnumber = "{number}"\n' for n, number in enumerate(NUMBERS))
    (folder / "service.toml").write_text((demo / "service.toml").read_text() + women)
    (folder / "schools.toml").write_text((demo / "schools.toml").read_text())
    return folder / "service.toml"


class Company(threading.Thread):
    """Posts texts in turn, repeats each until it hears 200, and remembers which were answered."""

    def __init__(self, daemon, lane, seed, stop):
        super().__init__(daemon=True)
        self.of, self.lane, self.stop = daemon, lane, stop
        self.dice = random.Random(seed * 100 + lane)
        self.answered, self.refused, self.posted = [], [], 0

    def run(self):
        connection = None
        story, number = [], ""
        while not self.stop.is_set():
            self.posted += 1
            if not story:
                story, number = list(self.dice.choice(STORIES)), self.dice.choice(NUMBERS)
            text = {"type": "text", "id": f"t-{self.lane}-{self.posted}", "from": number,
                    "to": "+447700900000", "body": story.pop(0)}
            body = json.dumps(text).encode()
            headers = {"Content-Type": "application/json",
                       "X-Simulator-Signature": hmac.new(SECRET, body, hashlib.sha256).hexdigest()}
            repeats = 1 + (self.dice.random() < 0.1)
            while repeats and not self.stop.is_set():
                try:
                    if connection is None:
                        connection = http.client.HTTPConnection("127.0.0.1", self.of.public, timeout=10)
                    connection.request("POST", "/webhooks/handset", body, headers)
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status == 200:
                        self.answered.append(text["id"])
                        repeats -= 1
                    elif answer.status != 503:
                        self.refused.append((text["id"], answer.status))
                        repeats -= 1
                except (OSError, http.client.HTTPException):
                    connection = None
                    time.sleep(0.005)


def asker(daemon, cluster, url):
    """Asks the store that a daemon has left: rows of text, on either engine."""
    if cluster:
        return lambda sql: cluster.ask(url, sql)
    store = sqlite3.connect(daemon.folder / "offing.db")
    return lambda sql: [tuple(map(str, row)) for row in store.execute(sql).fetchall()]


def check(ask, answered):
    faults = []

    def events(*kinds):
        named = ", ".join(f"'{kind}'" for kind in kinds)
        return [json.loads(row[0]) for row in ask(f"SELECT body FROM ledger_event WHERE kind IN ({named})")]

    stored = [row[0] for row in ask("SELECT provider_id FROM inbound")]
    lost = set(answered) - set(stored)
    if lost:
        faults.append(f"{len(lost)} texts answered 200 are not in the store")
    if len(stored) != len(set(stored)):
        faults.append("a text is in the store twice")
    asked = [event["inbound"] for event in events("asked")]
    if len(asked) != len(set(asked)) or set(asked) != {row[0] for row in ask("SELECT id FROM inbound")}:
        faults.append("the ledger does not hold each text exactly once")
    if ask("SELECT clinic, date, place FROM booking WHERE status = 'booked' GROUP BY 1, 2, 3 HAVING COUNT(*) > 1"):
        faults.append("a place is booked twice")
    if ask("SELECT b.id FROM booking b WHERE b.status = 'booked' AND NOT EXISTS (SELECT 1 FROM place p WHERE "
           "p.clinic = b.clinic AND p.date = b.date AND p.place = b.place AND p.contact = b.contact "
           "AND p.held_until IS NULL)"):
        faults.append("a booking has no place")
    if ask("SELECT p.clinic FROM place p WHERE p.held_until IS NULL AND NOT EXISTS (SELECT 1 FROM booking b WHERE "
           "p.clinic = b.clinic AND p.date = b.date AND p.place = b.place AND p.contact = b.contact "
           "AND b.status = 'booked')"):
        faults.append("a place is taken by no booking")
    if {event["booking"] for event in events("booked", "moved")} != {row[0] for row in ask("SELECT id FROM booking")}:
        faults.append("the ledger and the bookings differ")
    decided = events("text_decided")
    if {event["text"] for event in decided} != {row[0] for row in ask("SELECT id FROM outbound")}:
        faults.append("the ledger and the outgoing texts differ")
    if collections.Counter(event["answers"] for event in decided if event.get("answers")).most_common(1)[0][1] > 3:
        faults.append("a text was answered again and again")
    return faults


def kill_again_and_again(daemon, rounds, seed):
    """Every text that was answered 200, and every genuine one that was refused."""
    dice = random.Random(seed)
    stop = threading.Event()
    daemon.start()
    lanes = [Company(daemon, lane, seed, stop) for lane in range(8)]
    for lane in lanes:
        lane.start()
    for _ in range(rounds):
        time.sleep(dice.uniform(0.02, 0.4))
        daemon.kill()
        daemon.start()
    stop.set()
    for lane in lanes:
        lane.join(30)
    daemon.stop()
    return [text for lane in lanes for text in lane.answered], [text for lane in lanes for text in lane.refused]


def run(engine, rounds, seed):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="offing-kills-"))
    with contextlib.ExitStack() as until_the_end:
        cluster = until_the_end.enter_context(Postgres()) if engine == "postgres" else None
        url = cluster.new_database() if cluster else None
        daemon = until_the_end.enter_context(Daemon(os.environ.get("OFFING", ROOT / "build/release/offing"),
                                                    postgres_url=url, service=crowded_service(folder)))
        answered, refused = kill_again_and_again(daemon, rounds, seed)
        ask = asker(daemon, cluster, url)
        faults = check(ask, answered)
        if not cluster and ask("PRAGMA integrity_check") != [("ok",)]:
            faults.append("the store is damaged")
        by_status = dict(ask("SELECT status, COUNT(*) FROM booking GROUP BY 1"))
    if refused:
        faults.append(f"{len(refused)} genuine texts were refused, the first with {refused[0][1]}")
    if not answered or not by_status:
        faults.append("nothing happened")
    print(f"{engine}: {len(set(answered))} texts answered 200 through {rounds} kills, bookings: {by_status}", flush=True)
    for fault in faults:
        print(f"FAULT on {engine}: {fault}")
    return not faults


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    print(f"seed {seed}, {rounds} kills", flush=True)
    return 0 if all([run(engine, rounds, seed) for engine in sys.argv[3:] or ["sqlite", "postgres"]]) else 1


sys.exit(main())
