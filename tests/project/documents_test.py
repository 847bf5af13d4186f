"""Documents point to what is there: every link inside the project, every script and setting they name."""

import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
SCRIPT = re.compile(r"\bscript/([a-z_]+(?:\.[a-z]+)?)")


def documents():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=ROOT,
                            capture_output=True, text=True, check=False).stdout.split()
    # A copy without its history still has its documents.
    return [ROOT / name for name in listed] or [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


class Documents(unittest.TestCase):
    def test_there_are_some(self):
        self.assertIn(ROOT / "README.md", documents())

    def test_every_link_inside_the_project_leads_somewhere(self):
        for document in documents():
            for target in LINK.findall(document.read_text(encoding="utf-8")):
                if "://" in target or target.startswith("mailto:"):
                    continue
                self.assertTrue((document.parent / target).exists(), f"{document.relative_to(ROOT)}: {target}")

    def test_every_script_they_name_is_there(self):
        for document in documents():
            for name in SCRIPT.findall(document.read_text(encoding="utf-8")):
                self.assertTrue((ROOT / "script" / name).exists(), f"{document.relative_to(ROOT)}: script/{name}")

    def test_decisions_are_numbered_without_gaps(self):
        numbers = sorted(int(file.name[:4]) for file in (ROOT / "docs/decisions").glob("[0-9]*.md"))
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
