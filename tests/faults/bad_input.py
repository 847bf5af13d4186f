#!/usr/bin/env python3
"""What strangers may post to the running daemon, by every company's door: bad_input.py, with the daemon in $OFFING.

Each row is a request and the status it must get; nothing of it may be stored. Then the same daemon is looked at for
what must not leak: every file it wrote, its log at its loudest and its metrics are searched for the numbers
and words that passed through it.
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.daemon import Daemon  # noqa: E402

BASE = "https://texts.example.org"
TWILIO, VONAGE, NOTIFY, KANNEL = ("a made-up auth token of today", "a made-up signature secret of today",
                                  "a made-up bearer token of today", "aMadeUpPathSecretOfToday")
TWILIO_OLD = "a made-up auth token of yesterday"
BRIDGE = base64.b64encode(b"a made-up key of 32 bytes, today").decode()
HER, WORDS = "+447700900987", "cant do tues, the heron is late"
NAMED = "Zephyrine"  # a woman whom the service knows by name, with another number
HER_NUMBER = "+447700900986"
NESTED = "[" * 100 + "]" * 100


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(claims, key=VONAGE, algorithm="HS256", rsa_key=None):
    """`rsa_key`: signed by a real private key, as an application's own tokens are."""
    head = b64(json.dumps({"alg": algorithm, "typ": "JWT"}).encode()) + "." + b64(json.dumps(claims).encode())
    if rsa_key:
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", rsa_key], input=head.encode(), check=True,
                                   capture_output=True).stdout
    else:
        signature = b"" if algorithm == "none" else hmac.new(key.encode(), head.encode(), hashlib.sha256).digest()
    return head + "." + b64(signature)


def public_part(rsa_key):
    """What an application's public key looks like: known to anybody, so no secret to sign with."""
    return subprocess.run(["openssl", "rsa", "-in", rsa_key, "-pubout"], check=True, capture_output=True,
                          text=True).stdout


def claims_for(body, **changes):
    return {"iss": "Vonage", "api_key": "abcdef12", "iat": int(time.time()), "jti": os.urandom(8).hex(),
            "payload_hash": hashlib.sha256(body).hexdigest(), **changes}


def vonage(body, claims=None, **how):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return "/webhooks/vonage", {"Authorization": "Bearer " + token(claims or claims_for(body), **how)}, body


def vonage_text(ident, sender="447700900987"):
    return {"message_uuid": ident, "from": sender, "to": "447700900000", "text": WORDS, "message_type": "text",
            "channel": "sms", "timestamp": "2026-11-25T10:00:00Z"}


def twilio(form, key=TWILIO, query="", signature=None):
    target = "/webhooks/twilio" + query
    text = BASE + target + "".join(name + form[name] for name in sorted(form))
    good = base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha1).digest()).decode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature or good}
    return target, headers, urllib.parse.urlencode(form).encode()


def twilio_json(body):
    target = "/webhooks/twilio?bodySHA256=" + hashlib.sha256(body).hexdigest()
    signature = base64.b64encode(hmac.new(TWILIO.encode(), (BASE + target).encode(), hashlib.sha1).digest()).decode()
    return target, {"Content-Type": "application/json", "X-Twilio-Signature": signature}, body


def twilio_text(ident):
    return {"MessageSid": ident, "From": HER, "To": "+447700900000", "Body": WORDS, "NumMedia": "0"}


def notify(body, key=NOTIFY):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return "/webhooks/notify", {"Authorization": "Bearer " + key, "Content-Type": "application/json"}, body


def notify_text(ident):
    return {"id": ident, "source_number": "447700900987", "destination_number": "07700900000", "message": WORDS,
            "date_received": f"2026-11-25T10:00:00.{abs(hash(ident)) % 1000000:06d}Z"}


def bridge(body, ident=None, at=None, key=BRIDGE):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    ident, at = ident or os.urandom(8).hex(), str(at or int(time.time()))
    signed = hmac.new(base64.b64decode(key), f"{ident}.{at}.".encode() + body, hashlib.sha256).digest()
    return "/webhooks/bridge", {"webhook-id": ident, "webhook-timestamp": at,
                                "webhook-signature": "v1," + base64.b64encode(signed).decode()}, body


def kannel(query, secret=KANNEL):
    return f"/webhooks/kannel/{secret}?" + urllib.parse.urlencode(query), {}, None


def rows(rsa_key):
    """name, request, status we must give, texts it adds to the store"""
    text, big = vonage_text("v-1"), b'{"x":"' + b"a" * 1_000_000 + b'"}'
    body = json.dumps(text).encode()
    replayed = vonage(vonage_text("v-2"))
    bridged = bridge({"type": "text", "id": "b-1", "from": HER, "to": "+447700900000", "body": WORDS})
    yield "Vonage: genuine", vonage(text), 200, 1
    yield "Vonage: the same text again, signed anew", vonage(text), 200, 0
    yield "Vonage: one id under two numbers", vonage(vonage_text("v-1", "447700900988")), 200, 0
    yield "Vonage: RS256 where HS256 is meant", vonage(vonage_text("v-x"), algorithm="RS256"), 401, 0
    yield "Vonage: RS256 by the application's real key", vonage(vonage_text("v-x"), algorithm="RS256", rsa_key=rsa_key), 401, 0
    yield "Vonage: HS256 with the public key for a secret", vonage(vonage_text("v-x"), key=public_part(rsa_key)), 401, 0
    yield "Vonage: an algorithm nobody knows", vonage(vonage_text("v-x"), algorithm="HS1024"), 401, 0
    yield "Vonage: no algorithm at all", vonage(vonage_text("v-x"), algorithm="none"), 401, 0
    yield "Vonage: another secret", vonage(vonage_text("v-x"), key="somebody else's secret, as long"), 401, 0
    yield "Vonage: the hash of another body", vonage(body, claims_for(b"{}")), 401, 0
    yield "Vonage: an hour old", vonage(body, claims_for(body, iat=int(time.time()) - 3600)), 401, 0
    yield "Vonage: from tomorrow", vonage(body, claims_for(body, iat=int(time.time()) + 86400)), 401, 0
    yield "Vonage: another account", vonage(body, claims_for(body, api_key="ffffffff")), 401, 0
    yield "Vonage: first use of a jti", replayed, 200, 1
    yield "Vonage: the same jti again", replayed, 200, 0
    yield "Vonage: unsigned", ("/webhooks/vonage", {}, body), 503, 0
    yield "Vonage: a token that is none", ("/webhooks/vonage", {"Authorization": "Bearer x.y"}, body), 401, 0
    yield "Vonage: a status nobody knows", vonage({"message_uuid": "v-9", "status": "teleported"}), 200, 0
    yield "Vonage: a receipt for nothing of ours", vonage({"message_uuid": "v-8", "status": "delivered"}), 200, 0
    yield "Vonage: nothing", vonage(b""), 400, 0
    yield "Vonage: a number for a body", vonage(b"7"), 400, 0
    yield "Vonage: a text without a sender", vonage({"message_uuid": "v-7", "text": WORDS, "channel": "sms"}), 400, 0
    yield "Vonage: nested a hundred deep", vonage(NESTED.encode()), 400, 0
    yield "Vonage: 1 MB", vonage(big), 413, 0
    yield "Twilio: genuine", twilio(twilio_text("SM1")), 200, 1
    yield "Twilio: again", twilio(twilio_text("SM1")), 200, 0
    yield "Twilio: one id under two numbers", twilio({**twilio_text("SM1"), "From": "+447700900988"}), 200, 0
    yield "Twilio: with the secret that is being replaced", twilio(twilio_text("SM2"), key=TWILIO_OLD), 200, 1
    yield "Twilio: with another", twilio(twilio_text("SMx"), key="a stranger's token"), 403, 0
    yield "Twilio: unsigned", ("/webhooks/twilio", {"Content-Type": "application/x-www-form-urlencoded"}, b"MessageSid=SMx&From=x"), 403, 0
    yield "Twilio: a body no signature covers", ("/webhooks/twilio", {"Content-Type": "application/json", "X-Twilio-Signature": twilio({})[1]["X-Twilio-Signature"]}, b"{}"), 403, 0
    yield "Twilio: no id", twilio({"From": HER, "Body": WORDS}), 400, 0
    yield "Twilio: a status nobody knows", twilio({"MessageSid": "SM7", "MessageStatus": "teleported"}), 204, 0
    yield "Twilio: a receipt for nothing of ours", twilio({"MessageSid": "SM7", "MessageStatus": "delivered"}), 204, 0
    yield "Twilio: JSON of a hundred levels in a field", twilio({**twilio_text("SM8"), "Body": NESTED}), 200, 1
    yield "Twilio: signed JSON of a hundred levels", twilio_json(NESTED.encode()), 400, 0
    yield "Twilio: 1 MB", twilio({**twilio_text("SMx"), "Body": "a" * 1_000_000}), 413, 0
    yield "Notify: genuine", notify(notify_text("n-1")), 200, 1
    yield "Notify: again", notify(notify_text("n-1")), 200, 0
    yield "Notify: one id under two numbers", notify({**notify_text("n-1"), "source_number": "447700900988"}), 200, 0
    yield "Notify: another token", notify(notify_text("n-x"), key="somebody else's token"), 403, 0
    yield "Notify: no token", ("/webhooks/notify", {}, b"{}"), 403, 0
    yield "Notify: a JWT of algorithm none for a token", notify(notify_text("n-x"), key=token({}, algorithm="none")), 403, 0
    yield "Notify: a JWT by a real key for a token", notify(notify_text("n-x"), key=token({}, algorithm="RS256", rsa_key=rsa_key)), 403, 0
    yield "Notify: nested a hundred deep", notify(NESTED.encode()), 400, 0
    yield "Notify: a status nobody knows", notify({"id": "n-9", "status": "teleported", "reference": "x"}), 200, 0
    yield "Notify: a receipt for nothing of ours", notify({"id": "n-8", "status": "delivered", "reference": "x"}), 200, 0
    yield "Notify: 1 MB", notify(big), 413, 0
    yield "the bridge: genuine", bridged, 200, 1
    yield "the bridge: replayed", bridged, 200, 0
    yield "the bridge: ten minutes old", bridge({"type": "text"}, at=int(time.time()) - 600), 403, 0
    yield "the bridge: another key", bridge({"type": "text"}, key=base64.b64encode(b"x" * 32).decode()), 403, 0
    yield "the bridge: nested a hundred deep", bridge(NESTED.encode()), 400, 0
    yield "the bridge: one id under two numbers", bridge({"type": "text", "id": "b-1", "from": "+447700900988", "to": "+447700900000", "body": WORDS}), 200, 0
    yield "the bridge: unsigned", ("/webhooks/bridge", {}, b"{}"), 403, 0
    yield "the bridge: an asymmetric signature for ours", ("/webhooks/bridge", {"webhook-id": "x", "webhook-timestamp": str(int(time.time())), "webhook-signature": "v1a,AAAA"}, b"{}"), 403, 0
    yield "the bridge: a delivery nobody knows", bridge({"type": "receipt", "id": "b-9", "delivery": "teleported"}), 400, 0
    yield "the bridge: a receipt for nothing of ours", bridge({"type": "receipt", "id": "b-8", "delivery": "delivered"}), 200, 0
    yield "the bridge: 1 MB", bridge(big), 413, 0
    yield "Kannel: genuine", kannel({"id": "k-1", "from": HER, "to": "+447700900000", "text": WORDS}), 200, 1
    yield "Kannel: again", kannel({"id": "k-1", "from": HER, "to": "+447700900000", "text": WORDS}), 200, 0
    yield "Kannel: one id under two numbers", kannel({"id": "k-1", "from": "+447700900988", "to": "+447700900000", "text": WORDS}), 200, 0
    yield "Kannel: another secret", kannel({"id": "k-x", "from": HER, "text": WORDS}, secret="guessed-guessed-guessed"), 403, 0
    yield "Kannel: no sender", kannel({"id": "k-x", "text": WORDS}), 400, 0
    yield "Kannel: a receipt for nothing of ours", kannel({"our": "x", "dlr": "1"}), 200, 0
    yield "Kannel: a delivery nobody knows", kannel({"our": "x", "dlr": "3"}), 200, 0
    yield "Kannel: a delivery that is no number", kannel({"our": "x", "dlr": "teleported"}), 200, 0
    yield "Kannel: a hundred levels in a text", kannel({"id": "k-5", "from": HER, "text": NESTED}), 200, 1
    yield "Kannel: 1 MB of query", kannel({"id": "k-x", "from": HER, "text": "a" * 1_000_000}), 431, 0
    yield "Kannel: a body of 1 MB", (*kannel({"id": "k-x", "from": HER, "text": WORDS})[:2], b"a" * 1_000_000), 413, 0
    yield "nobody's door", ("/webhooks/acme", {}, b"{}"), 404, 0
    yield "the console's door", ("/console", {}, None), 404, 0
    yield "metrics from outside", ("/metrics", {}, None), 404, 0


def settings():
    common = f'sender = "+447700900000"\npublic_base = "{BASE}"\ntexts_per_second = 100\n'
    away = '"http://127.0.0.1:9"'  # nobody listens: what we send can't leave
    return f"""
[[provider]]
name = "twilio"
kind = "twilio"
secret_files = ["twilio.new", "twilio.old"]
{common}[provider.options]
account_sid = "AC{'0' * 32}"
api = {away}
[[provider]]
name = "vonage"
kind = "vonage"
secret_file = "vonage.secret"
{common}[provider.options]
application_id = "00000000-0000-0000-0000-000000000000"
api_key = "abcdef12"
private_key_file = "vonage.key"
api = {away}
[[provider]]
name = "notify"
kind = "notify"
secret_file = "notify.secret"
{common}[provider.options]
api_key_file = "notify.key"
template_id = "00000000-0000-0000-0000-000000000000"
api = {away}
[[provider]]
name = "bridge"
kind = "generic"
secret_file = "bridge.secret"
{common}[provider.options]
url = "http://127.0.0.1:9/texts"
[[provider]]
name = "kannel"
kind = "kannel"
secret_file = "kannel.secret"
{common}[provider.options]
username = "offing"
password_file = "kannel.password"
api = {away}
"""


def exchange(port, target, headers, body, patience=10):
    """The status of one request over a socket of its own; it may be answered before it is sent whole."""
    method = "GET" if body is None else "POST"
    lines = [f"{method} {target} HTTP/1.1", "Host: evil.example", "Connection: close",
             *[f"{name}: {value}" for name, value in headers.items()]]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as peer:
        try:
            peer.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""))
        except OSError:
            pass
        answer = b""
        try:
            while chunk := peer.recv(65536):
                answer += chunk
        except OSError:
            pass
    found = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return (int(found[1]) if found else 0), answer


def half_closed(port):
    """A sender that promises a body, closes its half, and reads on: answered or dropped within the deadline."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as peer:
        peer.sendall(b"POST /webhooks/notify HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
        peer.shutdown(socket.SHUT_WR)
        began = time.monotonic()
        while peer.recv(65536):
            pass
        return time.monotonic() - began


def leaks(daemon, texts):
    """Where a number or a word stands in clear: files, log, metrics."""
    digits = HER.lstrip("+")
    secrets = [digits.encode(), b"0" + digits[2:].encode(), digits[2:].encode(), b"heron", WORDS.encode(),
               NAMED.encode(), HER_NUMBER[1:].encode(), HER_NUMBER[3:].encode(),
               *[key.encode() for key in (TWILIO, VONAGE, NOTIFY, KANNEL, BRIDGE)]]
    own = {"twilio.new", "twilio.old", "vonage.secret", "notify.secret", "bridge.secret", "kannel.secret"}
    found = []
    places = {str(path.relative_to(daemon.folder)): path.read_bytes() for path in daemon.folder.rglob("*")
              if path.is_file() and path.name not in own}
    places["metrics"] = texts.encode()
    for place, content in places.items():
        for secret in secrets:
            if secret in content or base64.b64encode(secret)[:-4] in content or secret.hex().encode() in content:
                found.append(f"{place} holds {secret.decode()}")
    return found, list(places)


def known_by_name(folder):
    """The demo's service with one woman more. A demo's file names its made-up women; no other file may."""
    path = folder / "service.toml"
    path.write_text((ROOT / "config/demo/service.toml").read_text() + f"""
[[person]]
name = "{NAMED}"
number = "{HER_NUMBER}"
""")
    for calendar in (ROOT / "config/demo").glob("*"):
        if calendar.name != path.name and calendar.is_file():
            (folder / calendar.name).write_bytes(calendar.read_bytes())
    return path


def take_out_of_the_file(daemon, service):
    """From now on her name and number stand in the store as everybody's do, and nowhere else."""
    service.unlink()
    with sqlite3.connect(daemon.folder / "offing.db", timeout=20) as store:
        sealed = store.execute("SELECT COUNT(*) FROM person WHERE name_enc IS NOT NULL").fetchone()[0]
        body = store.execute("SELECT body FROM service_version").fetchone()[0]
        store.execute("UPDATE service_version SET body = ?", (body[:body.index(f'[[person]]\nname = "{NAMED}"')],))
    store = sqlite3.connect(daemon.folder / "offing.db", timeout=20)
    store.execute("VACUUM")
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return sealed


def main():
    faults = []
    with tempfile.TemporaryDirectory() as folder, \
            Daemon(os.environ.get("OFFING", ROOT / "build/release/offing"), extra=settings(),
                   service=known_by_name(pathlib.Path(folder))) as daemon:
        daemon.settings.write_text('log_level = "trace"\n' + daemon.settings.read_text())
        subprocess.run(["openssl", "genrsa", "-out", str(daemon.folder / "vonage.key"), "2048"], check=True,
                       capture_output=True)
        (daemon.folder / "vonage.key").chmod(0o600)
        for name, content in (("twilio.new", TWILIO), ("twilio.old", TWILIO_OLD), ("vonage.secret", VONAGE),
                              ("notify.secret", NOTIFY), ("bridge.secret", "whsec_" + BRIDGE), ("kannel.secret", KANNEL),
                              ("kannel.password", "a made-up password"),
                              ("notify.key", "key-" + "1" * 36 + "-" + "2" * 36)):
            daemon.write(name, content)
        daemon.start()
        daemon.stop()
        if take_out_of_the_file(daemon, pathlib.Path(folder) / "service.toml") < 1:
            faults.append("nobody's name came into the store")
        daemon.settings.write_text(re.sub(r'service_file = .*\n', "", daemon.settings.read_text()))
        daemon.start()
        store = sqlite3.connect(f"file:{daemon.folder}/offing.db?mode=ro", uri=True, timeout=20)

        def stored():
            return store.execute("SELECT COUNT(*) FROM inbound").fetchone()[0]

        checked = 0
        for name, (target, headers, body), wanted, added in rows(str(daemon.folder / "vonage.key")):
            before, began = stored(), time.monotonic()
            status, answer = exchange(daemon.public, target, headers, body)
            took = time.monotonic() - began
            checked += 1
            if status != wanted:
                faults.append(f"{name}: answered {status}, not {wanted}")
            if stored() - before != added:
                faults.append(f"{name}: added {stored() - before} texts, not {added}")
            if took > 3:
                faults.append(f"{name}: took {took:.1f} s")
            if b"heron" in answer or b"7700900987" in answer:
                faults.append(f"{name}: the answer holds what was sent")
        if half_closed(daemon.public) > 25:
            faults.append("a half-closed connection was kept")
        time.sleep(1)  # what is due is tried, and can't leave
        subprocess.run([daemon.binary, "db", "backup", "--config", daemon.settings, "--folder", daemon.folder / "backups"],
                       check=True, capture_output=True, timeout=60)
        found, places = leaks(daemon, daemon.get("/metrics"))
        if not any(place.startswith("backups/") for place in places):
            faults.append("there was no copy to look into")
        faults += found
        if not re.search(r'"event":"text_posted"', daemon.log.read_text()):
            faults.append("the log was not at its loudest")
        memory = daemon.resident_mb()
        daemon.stop()
        faults += leaks(daemon, "")[0]
        print(f"{checked} requests; {len(places)} places searched; {memory:.0f} MB")
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


sys.exit(main())
