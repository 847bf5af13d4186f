"""A daemon of a test's own: demo settings, a scratch folder, free ports. It is ended by its process id."""

import base64
import os
import pathlib
import re
import secrets
import signal
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Daemon:
    def __init__(self, binary, postgres_url=None, extra="", service=None, rate=100, secret="bench secret"):
        self.binary = str(binary)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="offing-daemon-"))
        self.settings = self.folder / "offing.toml"
        self.write("master.key", base64.b64encode(secrets.token_bytes(32)).decode())
        self.write("simulator.secret", secret)
        database = f'kind = "sqlite"\nfile = "{self.folder}/offing.db"'
        if postgres_url:
            self.write("postgres.url", postgres_url)
            database = 'kind = "postgres"\npostgres_url_file = "postgres.url"'
        self.settings.write_text(f"""
demo = true
data_folder = "{self.folder}"
templates_folder = "{ROOT}/templates/messages"
lexicon_folder = "{ROOT}/gateway/conversation/lexicon"
service_file = "{service or ROOT / 'config/demo/service.toml'}"
master_key_file = "master.key"
[public]
address = "127.0.0.1"
port = 0
[internal]
address = "127.0.0.1"
port = 0
[database]
{database}
[on_call]
cover = "now"
routes = ["console"]
[[provider]]
name = "handset"
kind = "simulator"
sender = "+447700900000"
secret_file = "simulator.secret"
texts_per_second = {rate}
{extra}
""")
        self.process = None
        self.log = self.folder / "log"

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content + "\n")
        path.chmod(0o600)

    def start(self, patience=60):
        with open(self.log, "ab") as log:
            start = log.tell()
            self.process = subprocess.Popen([self.binary, "serve", "--config", str(self.settings)],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until = time.monotonic() + patience
        while time.monotonic() < until:
            text = self.log.read_bytes()[start:].decode()
            found = re.search(r'"public_port":(\d+),"internal_port":(\d+)', text)
            if found:
                self.public, self.internal = int(found[1]), int(found[2])
                return self
            if self.process.poll() is not None:
                raise RuntimeError(f"the daemon ended with {self.process.returncode}:\n{text}")
            time.sleep(0.02)
        raise RuntimeError("the daemon did not start in time")

    def get(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.internal}{path}", timeout=10).read().decode()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
                raise RuntimeError("the daemon did not stop within 30 s")
        return self.process.returncode if self.process else 0

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            subprocess.run(["rm", "-rf", str(self.folder)], check=False)
