"""The scripts do what they say, on a copy of the project's scripts and with stand-ins for Debian's tools."""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Scripts(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.project = pathlib.Path(self.scratch.name) / "project"
        shutil.copytree(ROOT / "script", self.project / "script")
        (self.project / "tests").mkdir()
        (self.project / "gateway").mkdir()
        self.bin = pathlib.Path(self.scratch.name) / "bin"
        self.bin.mkdir()

    def tearDown(self):
        self.scratch.cleanup()

    def stand_in(self, name, body):
        """A program that writes its arguments down, then does `body`."""
        file = self.bin / name
        file.write_text(f'#!/bin/sh\necho "$@" >>"{self.bin}/{name}.calls"\n{body}\n')
        file.chmod(0o755)

    def calls(self, name):
        file = self.bin / f"{name}.calls"
        return file.read_text().splitlines() if file.exists() else []

    def run_script(self, name, *arguments):
        return subprocess.run([str(self.project / "script" / name), *arguments], capture_output=True, text=True,
                              check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}"})

    def as_debian(self, missing=()):
        tests = " ".join(f'[ "$4" = {package} ] && exit 1;' for package in missing)
        self.stand_in("dpkg-query", f"{tests} echo installed")
        self.stand_in("sudo", 'exec "$@"')
        self.stand_in("apt-get", "exit 0")

    def test_bootstrap_asks_for_nothing_when_all_is_there(self):
        self.as_debian()
        done = self.run_script("bootstrap")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.calls("apt-get"), [])

    def test_bootstrap_installs_only_what_is_missing(self):
        self.as_debian(missing=["libpq-dev", "cmake"])
        done = self.run_script("bootstrap")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.calls("apt-get")[0], "-q update")
        self.assertTrue(self.calls("apt-get")[1].endswith("install cmake libpq-dev"), self.calls("apt-get"))

    def test_bootstrap_takes_a_command_that_is_there_from_wherever(self):
        self.as_debian(missing=["npm", "nodejs"])
        self.stand_in("npm", "exit 0")
        self.stand_in("node", "exit 0")
        self.assertEqual(self.run_script("bootstrap").returncode, 0)
        self.assertEqual(self.calls("apt-get"), [])

    def test_bootstrap_installs_npm_packages_once(self):
        self.as_debian()
        self.stand_in("npm", 'mkdir -p "$2/node_modules"')
        folder = self.project / "tests/browser"
        folder.mkdir()
        (folder / "package-lock.json").write_text("{}")
        for _ in range(2):
            done = self.run_script("bootstrap")
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.calls("npm")), 1)

    def test_every_package_is_listed_once(self):
        lines = [line.split()[0] for line in (ROOT / "script/packages.txt").read_text().splitlines()
                 if line.strip() and not line.startswith("#")]
        self.assertEqual(len(lines), len(set(lines)))

    def test_server_says_which_port_is_taken(self):
        demo = self.project / "config/demo"
        demo.mkdir(parents=True)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            (demo / "offing.toml").write_text(f"[public]\nport = 0\n[internal]\nport = {port}\n")
            done = self.run_script("server")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"port {port} is taken", done.stderr)

    def test_conformance_says_so_when_there_is_no_data_folder(self):
        done = self.run_script("conformance", "/nowhere/to/be/found")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("No data folder at /nowhere/to/be/found", done.stdout)

    def test_conformance_fails_when_a_check_does(self):
        folder = self.project / "tests/conformance"
        folder.mkdir()
        for name, code in (("right", 0), ("wrong", 1)):
            check = folder / name
            check.write_text(f'#!/bin/sh\n[ -d "$1" ] && exit {code}\n')
            check.chmod(0o755)
        os.environ["OFFING"] = "/bin/true"
        done = self.run_script("conformance", self.scratch.name)
        del os.environ["OFFING"]
        self.assertEqual(done.returncode, 1)
        self.assertIn("2 conformance checks, 1 failed", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
