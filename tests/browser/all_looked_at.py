"""Is every page of the console's tables looked at by some flow? all_looked_at.py FOLDER

FOLDER holds a file for each flow, with the paths that it had examined, one a line.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Not pages: where one begins, a sign of life, and files.
NO_PAGES = {"/", "/here", "/figures/:quarter/csv", "/figures/:quarter/json", "/wording/:language/pack"}


def pages():
    for file in sorted((ROOT / "gateway/console").glob("*_pages.cpp")):
        yield from re.findall(r'\{"GET",\s*"(/[^"]*)"', file.read_text())


def pattern(page):
    return re.compile("/".join("[^/]+" if part.startswith(":") else re.escape(part) for part in page.split("/")))


def main():
    looked_at = {path for file in pathlib.Path(sys.argv[1]).iterdir() for path in file.read_text().split()}
    wanted = sorted(set(pages()) - NO_PAGES, key=lambda page: page.count(":"))
    if len(wanted) < 30:
        print(f"only {len(wanted)} pages were found in the tables")
        return 1
    # A path spelled out is no id: /people/new isn't somebody's page.
    left, missing = set(looked_at), []
    for page in wanted:
        found = {path for path in left if pattern(page).fullmatch(path)}
        left -= found
        if not found:
            missing.append(page)
    print(f"{len(wanted) - len(missing)} of {len(wanted)} pages were looked at")
    if missing:
        print("No flow looks at:", *missing, sep="\n  ")
    return 1 if missing else 0


sys.exit(main())
