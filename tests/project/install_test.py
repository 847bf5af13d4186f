"""A staged install holds all that a machine needs to serve, and its units are sound and closed."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv[1])
MOST_EXPOSED = 2.0


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **more)


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        done = run("cmake", "--install", str(BUILD), env={**os.environ, "DESTDIR": cls.folder.name})
        assert done.returncode == 0, done.stdout + done.stderr
        prefix = re.search(r"^CMAKE_INSTALL_PREFIX:\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(), re.MULTILINE)
        cls.stage = pathlib.Path(cls.folder.name + prefix.group(1))
        cls.prefix = prefix.group(1)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def units(self):
        return self.stage / "lib/systemd/system"

    def test_everything_is_there(self):
        for name in ("bin/offing", "share/offing/messages/en-GB.toml", "share/offing/demo/service.toml",
                     "share/doc/offing/offing.example.toml", "share/doc/offing/operating.md", "share/doc/offing/LICENSE",
                     "lib/systemd/system/offing.service", "lib/systemd/system/offing-backup.service",
                     "lib/systemd/system/offing-backup.timer", "lib/sysusers.d/offing.conf", "lib/tmpfiles.d/offing.conf"):
            self.assertTrue((self.stage / name).is_file(), name)
        self.assertTrue(any((self.stage / "share/offing/lexicon").glob("*.toml")), "no lexicon")

    def test_the_installed_program_runs(self):
        done = run(str(self.stage / "bin/offing"), "version")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("offing", done.stdout)

    def test_units_call_the_program_where_it_is_installed(self):
        for unit in ("offing.service", "offing-backup.service"):
            text = (self.units() / unit).read_text()
            self.assertNotIn("@CMAKE", text)
            self.assertIn(f"ExecStart={self.prefix}/bin/offing ", text)

    def test_commands_of_the_units_are_known_to_the_program(self):
        for unit in ("offing.service", "offing-backup.service"):
            line = re.search(r"^ExecStart=(.*)$", (self.units() / unit).read_text(), re.MULTILINE).group(1)
            words = line.split()
            flags = [word for word in words[1:] if word.startswith("--")]
            command = words[1:words.index(flags[0])]
            done = run(str(self.stage / "bin/offing"), *command, "--help")
            self.assertEqual(done.returncode, 0, line)
            self.assertIn(" ".join(command), done.stdout.split("OPTIONS")[0], line)
            for flag in flags:
                self.assertIn(flag, done.stdout, line)

    def verify(self, folder):
        # systemd-analyze verify answers 0 on unknown keys, so any word of it counts.
        return run("systemd-analyze", "verify", "--man=no", *sorted(str(each) for each in folder.iterdir()))

    def runnable_units(self, folder):
        """Copies whose program exists, so that verify has nothing to say about the staging."""
        for unit in self.units().iterdir():
            text = unit.read_text().replace(f"{self.prefix}/bin/offing", "/bin/true")
            (pathlib.Path(folder) / unit.name).write_text(text)
        return pathlib.Path(folder)

    def test_systemd_finds_no_fault_with_the_units(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.verify(self.runnable_units(folder))
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_systemd_would_find_a_fault(self):
        with tempfile.TemporaryDirectory() as folder:
            units = self.runnable_units(folder)
            with (units / "offing.service").open("a") as unit:
                unit.write("\n[Service]\nProtectEverything=yes\n")
            self.assertIn("ProtectEverything", self.verify(units).stderr)

    def test_units_are_closed(self):
        for unit in ("offing.service", "offing-backup.service"):
            done = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(self.units() / unit),
                       env={**os.environ, "LC_ALL": "C"})
            level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
            self.assertIsNotNone(level, done.stdout + done.stderr)
            self.assertLessEqual(float(level.group(1)), MOST_EXPOSED, unit)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
