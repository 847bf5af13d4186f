"""Writes a made-up year into a fresh store's ledger, before the daemon's first start: what happened in the words of
docs/ledger.md, sealed by the daemon like anything else."""

import datetime
import json
import random
import sqlite3

UTC = datetime.timezone.utc


class Story:
    def __init__(self, file, seed=1, women=300, days=460):
        self.rows = []
        self.dice = random.Random(seed)
        self.women = women
        self.days = days
        self.file = file
        self.number = 0

    def say(self, at, kind, subject, body):
        self.rows.append((int(at.timestamp() * 1000), len(self.rows), kind, subject, json.dumps(body)))

    def name(self, what):
        self.number += 1
        return f"{what}-{self.number}"

    def text(self, at, woman, template, more, hours="inside"):
        text = self.name("text")
        self.say(at, "text_decided", woman, {"text": text, "template": template, "version": 1, "language": "en-GB", **more})
        self.say(at + datetime.timedelta(minutes=self.dice.randint(0, 90)), "text_settled", woman,
                 {"text": text, "outcome": "accepted", "hours": hours})

    def offer(self, at, woman, inbound, ahead):
        begin = int((at + datetime.timedelta(days=ahead)).timestamp() // 60)
        offers = [["evening", "2026-01-01", 0, begin + 30 * nth, begin + 30 * nth + 30, "jo", []] for nth in range(2)]
        self.say(at, "offered", woman, {"set": self.name("set"), "inbound": inbound, "held_until": 0, "inside": 0,
                                        "offers": offers, "decision": {}})

    def woman(self, nth, start):
        woman, dice = f"woman-{nth}", self.dice
        at = start + datetime.timedelta(days=dice.randint(0, self.days - 120), hours=10)
        self.say(at, "person_added", woman, {"waiting_since": int(at.timestamp() * 1000)})
        for _ in range(dice.randint(1, 4)):
            inbound = self.name("inbound")
            self.say(at, "asked", woman, {"inbound": inbound, "intents": [dice.choice(["request_slots", "women_only_query", "reschedule"])]})
            ahead = dice.randint(2, 20)
            self.offer(at, woman, inbound, ahead)
            self.text(at, woman, "offers", {"answers": inbound}, "answer")
            booking, worker = self.name("booking"), dice.choice(["jo", "jo", "jo", "sam"])
            begin = at + datetime.timedelta(days=ahead)
            self.say(at + datetime.timedelta(hours=3), "booked", woman,
                     {"booking": booking, "worker": worker, "begin": int(begin.timestamp() // 60)})
            missed = dice.random() < 0.3
            self.say(begin + datetime.timedelta(hours=1), "missed" if missed else "arrived", woman, {"booking": booking})
            at = begin + datetime.timedelta(hours=2)
            if missed:
                self.offer(at, woman, "", dice.randint(2, 9))
                self.text(at, woman, "missed", {"booking": booking})
                at += datetime.timedelta(hours=dice.randint(1, 40))

    def write(self):
        start = datetime.datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - datetime.timedelta(days=self.days)
        self.say(start, "service_imported", "", {"version": 1})
        for nth in range(self.women):
            self.woman(nth, start)
        limit = int((datetime.datetime.now(UTC) - datetime.timedelta(hours=1)).timestamp() * 1000)
        with sqlite3.connect(self.file) as store:
            store.executemany("INSERT INTO ledger_event (id, at, nth, kind, version, subject, body) VALUES (?, ?, ?, ?, 1, ?, ?)",
                              [(f"{at:013d}{nth:08d}", at, nth, kind, subject, body)
                               for at, nth, kind, subject, body in self.rows if at < limit])
        return len(self.rows)
