"""How long the console's pages take at the server: 10,000 women, 200 clinics, a year of diary.

pages.py OFFING [ROUNDS]: starts a daemon on a made-up store, asks for each page, and prints p50 and p95 in
milliseconds. Fails when a p95 is over 300 ms.
"""

import datetime
import http.cookiejar
import pathlib
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.figures_story import Story  # noqa: E402
from tests.support.daemon import Daemon  # noqa: E402

CLINICS, WOMEN, LIMIT_MS = 200, 10_000, 300
DAYS = ["MO", "TU", "WE", "TH", "FR"]
PAGES = [
    "/today", "/today?site=mill-lane", "/tasks", "/tasks/task-000007",
    "/people", "/people/new", "/people/woman-000007", "/people/woman-000007/offer", "/people/woman-000007/times",
    "/people/woman-000007/contact", "/people/woman-000007/number", "/people/woman-000007/erase", "search by name",
    "/diary", "/diary?view=day", "/diary?site=mill-lane", "/diary?worker=w8", "/diary/new",
    "/diary/clinic-4/FRIDAY", "/diary/clinic-4/FRIDAY/move", "what if it is cancelled",
    "/clinics", "/clinics/clinic-4", "/clinics/new", "/clinics/clinic-4/end", "/sites/mill-lane", "/sites/mill-lane/close",
    "/workers/w8", "/workers/w8/away", "/schools", "/schools/new", "/schools/saltmere-primary", "/schools/saltmere-primary/import",
    "/wording", "/wording/en-GB/reminder", "/wording/en-GB/offers/edit",
    "/figures", "/figures/dictionary", "/health", "/health/findings",
    "/staff", "/staff/new", "/account", "/account/codes", "/keys", "/calendars", "/help",
    "/api/v1/sessions?limit=200", "/api/v1/appointments?limit=200", "/api/v1/warnings", "/fhir/R4/Slot?_count=200", "/fhir/R4/Appointment",
]


def service():
    text = (ROOT / "config/demo/service.toml").read_text().split("# Twelve clinics")[0]
    for number in range(CLINICS):
        text += f'[[worker]]\nid = "w{number}"\nfirst_name = "W{number}"\n'
    for number in range(CLINICS):
        kind = ["booked", "booked", "group", "drop_in"][number % 4]
        text += f"""
[[clinic]]
id = "clinic-{number}"
site = "{["harbour-street", "mill-lane"][number % 2]}"
label = "chat {number}"
kind = "{kind}"
audience = "{["everyone", "women_only"][number % 2]}"
workers = ["w{number}"]
rrule = "FREQ=WEEKLY;BYDAY={DAYS[number % 5]}"
first_date = "2026-01-05"
opens = "{9 + number % 3:02d}:00"
closes = "{12 + number % 5:02d}:00"
{'places = 12' if kind == 'group' else ''}
"""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="offing-pages-"))
    (folder / "schools.toml").write_text((ROOT / "config/demo/schools.toml").read_text())
    (folder / "service.toml").write_text(text)
    return folder / "service.toml"


def fill(file):
    """A year of booked times, and women who had them."""
    store = sqlite3.connect(file)
    monday = datetime.date.today() - datetime.timedelta(days=datetime.date.today().weekday())
    # Each has the sealed number and name of one of the demo's women: opening them costs what it costs.
    key, number, name = store.execute("SELECT key_wrapped, number_enc, name_enc FROM contact c JOIN person p ON p.id = c.id WHERE name_enc IS NOT NULL LIMIT 1").fetchone()
    women = [f"woman-{n:06d}" for n in range(WOMEN)]
    store.executemany("INSERT INTO contact (id, key_wrapped, number_enc, created_at) VALUES (?, ?, ?, 0)", [(her, key, number) for her in women])
    store.executemany("INSERT INTO person (id, name_enc, waiting_since, created_at) VALUES (?, ?, 0, 0)", [(her, name) for her in women])
    store.executemany("INSERT INTO task (id, kind, contact, opened_at, due_at) VALUES (?, 'question', ?, 0, ?)",
                      [(f"task-{n:06d}", women[n], n) for n in range(400)])
    rows, places, woman = [], [], 0
    for week in range(-46, 6):
        for clinic in range(CLINICS):
            if clinic % 4 == 3:
                continue
            date = monday + datetime.timedelta(days=7 * week + clinic % 5)
            if (date.month, date.day) in [(12, 24), (12, 25), (12, 26), (12, 27), (12, 28), (1, 1), (1, 2), (1, 3)]:
                continue
            opens = datetime.datetime.combine(date, datetime.time(9 + clinic % 3), datetime.timezone.utc)
            for step in range(3):
                place = step if clinic % 4 == 2 else 100 * ((9 + clinic % 3) * 12 + 6 * step)
                start = int(opens.timestamp() * 1000) + (0 if clinic % 4 == 2 else step * 1_800_000)
                status = "arrived" if date < datetime.date.today() else "booked"
                her = f"woman-{woman % WOMEN:06d}"
                rows.append((f"b{woman:07d}", her, f"clinic-{clinic}", date.isoformat(), place, start, start + 1_800_000, "" if clinic % 4 == 2 else f"w{clinic}", "in_person", status))
                places.append((f"clinic-{clinic}", date.isoformat(), place, her))
                woman += 1
    store.executemany("INSERT INTO booking (id, contact, clinic, date, place, starts_at, ends_at, worker, mode, status, created_at) VALUES (?,?,?,?,?,?,?,?,?,?,0)", rows)
    store.executemany("INSERT INTO place (clinic, date, place, contact) VALUES (?,?,?,?)", places)
    store.commit()
    return len(rows)


class Browser:
    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path):
        return self.opener.open(self.base + path, timeout=60).read().decode()

    def post(self, path, **fields):
        self.token = fields.setdefault("csrf", None) or re.search(r'name="csrf" value="([^"]+)"', self.get(path))[1]
        fields["csrf"] = self.token
        return self.opener.open(self.base + path, urllib.parse.urlencode(fields).encode(), timeout=60).read().decode()


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with Daemon(sys.argv[1], service=service()) as daemon:
        subprocess.run([sys.argv[1], "db", "migrate", "--config", str(daemon.settings)], check=True)
        Story(daemon.folder / "offing.db").write()
        daemon.start()
        sign = None
        while not sign:
            sign = re.search(r"account (\S+), password (\S+)", daemon.log.read_text())
            time.sleep(0.05)
        browser = Browser(f"http://127.0.0.1:{daemon.internal}")
        browser.post("/sign-in", account=sign[1], password=sign[2])
        browser.post("/people/new", number="07700 900555", name="Nell", safe="", at_once="yes", level="1", language="en-GB", usual_worker="", said_yes="1")
        booked = fill(daemon.folder / "offing.db")
        browser.token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/people"))[1]
        today = datetime.date.today()
        friday = today + datetime.timedelta(days=(4 - today.weekday()) % 7)
        slow = []
        print(f"{CLINICS} clinics, {WOMEN} women, {booked} booked times, {rounds} rounds")
        for path in PAGES:
            path = path.replace("FRIDAY", str(friday))
            took = []
            for _ in range(rounds):
                begin = time.perf_counter()
                if path == "search by name":
                    browser.post("/people", csrf=browser.token, who="zzz")
                elif path == "what if it is cancelled":
                    browser.post(f"/diary/clinic-4/{friday}/cancel", csrf=browser.token)
                else:
                    browser.get(path)
                took.append(1000 * (time.perf_counter() - begin))
            p95 = statistics.quantiles(took, n=20)[18]
            print(f"{path:34} p50 {statistics.median(took):7.1f}   p95 {p95:7.1f}")
            if p95 > LIMIT_MS:
                slow.append(path)
        if slow:
            print(f"over {LIMIT_MS} ms: {', '.join(slow)}")
    return 1 if slow else 0


sys.exit(main())
