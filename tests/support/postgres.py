"""A PostgreSQL server of a run's own: a fresh cluster in a scratch folder, reached by a Unix socket alone, run as an
unprivileged user when the run is root. It is ended by its process id."""

import csv
import io
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time


def binaries():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError("PostgreSQL's server isn't installed (Debian: postgresql)")
    return found[-1].parent


class Postgres:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="offing-postgres-"))
        self.user = {}
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self.user = {"user": "postgres" if "postgres" in names else "nobody"}
            shutil.chown(self.folder, **self.user)
        self.server = None
        self.made = 0
        self._run("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "offing", "-E", "UTF8", "--locale=C.UTF-8",
                  "--no-sync", "--no-instructions")

    def _run(self, name, *arguments):
        subprocess.run([binaries() / name, *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=120,
                       **self.user)

    def start(self):
        """As Debian sets it up: every commit is on the disk before it is answered."""
        with open(self.folder / "log", "ab") as log:
            self.server = subprocess.Popen([binaries() / "postgres", "-D", self.folder / "data", "-k", self.folder,
                                            "-c", "listen_addresses=", "-c", "max_connections=60"],
                                           cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self.user)
        for _ in range(600):
            if subprocess.run(["pg_isready", "-q", "-h", self.folder], check=False).returncode == 0:
                return self
            if self.server.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(60)

    def new_database(self):
        self.made += 1
        self.ask("postgres", f"CREATE DATABASE run_{self.made}")
        return f"host={self.folder} user=offing dbname=run_{self.made}"

    def ask(self, database, sql):
        """The answer's rows, each value as text."""
        url = database if "=" in database else f"host={self.folder} user=offing dbname={database}"
        done = subprocess.run(["psql", "-X", "-q", "-t", "--csv", "-v", "ON_ERROR_STOP=1", "-c", sql, url], check=True,
                              capture_output=True, text=True, timeout=120)
        return [tuple(row) for row in csv.reader(io.StringIO(done.stdout))]

    def cpu_seconds(self):
        """Of the server and all its children, those that have ended too."""
        pids = [self.server.pid]
        pids += [int(pid) for pid in pathlib.Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
                 .read_text().split()]
        ticks = 0
        for pid in pids:
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except FileNotFoundError:
                continue
            ticks += sum(int(fields[at]) for at in (11, 12, *((13, 14) if pid == self.server.pid else ())))
        return ticks / os.sysconf("SC_CLK_TCK")

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
