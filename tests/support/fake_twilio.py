"""A company that misbehaves, over real sockets: Twilio's Messages resource, and Twilio's webhooks to us.

It takes texts, and then hangs, answers 5xx, resets the connection, or says that we are too fast; it sends receipts
before its own answer, twice and out of order. What it took is kept, so that a test can say what went out how often.
"""

import base64
import collections
import datetime
import hashlib
import hmac
import http.client
import http.server
import json
import random
import socket
import struct
import threading
import urllib.parse

ACCOUNT = "AC" + "0" * 32
MISDEEDS = ["hang", "500_after", "reset_after", "reset_before", "throttle", "receipts_first"]


class FakeTwilio:
    def __init__(self, token, public_base, seed=0, every=4):
        self.token, self.public_base, self.every, self.asked = token, public_base, every, 0
        self.dice = random.Random(seed)
        self.lock = threading.Lock()
        self.taken = collections.Counter()   # our id -> how often it was taken
        self.did = collections.Counter()     # what was done to requests
        self.messages = []
        self.receipts = []
        self.our_port = None
        self.stopping = threading.Event()
        company = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                company.post(self)

            def do_GET(self):
                company.list(self)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):  # resets are what we are here for
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def settings(self, name="twilio"):
        return f"""
[[provider]]
name = "{name}"
kind = "twilio"
sender = "+447700900001"
public_base = "{self.public_base}"
secret_file = "twilio.secret"
texts_per_second = 200
[provider.options]
account_sid = "{ACCOUNT}"
api = "http://127.0.0.1:{self.port}"
"""

    # What we ask of it.

    def post(self, handler):
        form = dict(urllib.parse.parse_qsl(handler.rfile.read(int(handler.headers["Content-Length"])).decode()))
        ours = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(form.get("StatusCallback", "")).query)).get("id", "")
        with self.lock:
            self.asked += 1
            # Each in turn, and never so many together that it counts as failing: texts would go by another account.
            bad = self.every and self.asked % self.every == 0
            deed = MISDEEDS[self.asked // self.every % len(MISDEEDS)] if bad else "well"
            self.did[deed] += 1
        if deed == "reset_before":
            return self.reset(handler)
        if deed == "throttle":
            return self.answer(handler, 429, {"code": 20429}, {"Retry-After": "1"})
        sid = self.take(form, ours)
        if deed == "hang":
            self.stopping.wait(40)
            return self.reset(handler)
        if deed == "500_after":
            return self.answer(handler, 500, {"code": 20500})
        if deed == "reset_after":
            return self.reset(handler)
        if deed == "receipts_first":
            self.deliver(sid, ours)
        self.answer(handler, 201, {"sid": sid, "status": "queued"})

    def take(self, form, ours):
        with self.lock:
            sid = f"SM{len(self.messages):032d}"
            self.taken[ours] += 1
            self.messages.append({"sid": sid, "to": form["To"], "from": form.get("From", ""), "body": form["Body"],
                                  "direction": "outbound-api", "status": "queued", "num_media": "0",
                                  "date_created": datetime.datetime.now(datetime.timezone.utc)
                                  .strftime("%a, %d %b %Y %H:%M:%S +0000")})
            self.receipts.append((sid, ours))
        return sid

    def list(self, handler):
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(handler.path).query))
        with self.lock:
            found = [m for m in reversed(self.messages) if asked.get("To", m["to"]) == m["to"]]
        self.answer(handler, 200, {"messages": found, "next_page_uri": None})

    @staticmethod
    def answer(handler, status, body, headers=None):
        body = json.dumps(body).encode()
        handler.send_response(status)
        for key, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}.items():
            handler.send_header(key, value)
        handler.end_headers()
        handler.wfile.write(body)

    @staticmethod
    def reset(handler):
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        handler.close_connection = True

    # What it tells us.

    def sign(self, target, form):
        text = self.public_base + target + "".join(key + form[key] for key in sorted(form))
        return base64.b64encode(hmac.new(self.token.encode(), text.encode(), hashlib.sha1).digest()).decode()

    def tell(self, form, query="", hurry=False):
        """The status we answered; 0 when the connection broke, or was left in a hurry."""
        target = "/webhooks/twilio" + query
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.our_port, timeout=20)
            connection.request("POST", target, urllib.parse.urlencode(form),
                               {"Content-Type": "application/x-www-form-urlencoded",
                                "X-Twilio-Signature": self.sign(target, form)})
            if hurry:
                connection.close()
                return 0
            status = connection.getresponse().status
            connection.close()
            return status
        except (OSError, http.client.HTTPException):
            return 0

    def text(self, sid, number, body, hurry=False):
        return self.tell({"MessageSid": sid, "From": number, "To": "+447700900001", "Body": body, "NumMedia": "0",
                          "AccountSid": ACCOUNT}, hurry=hurry)

    def deliver(self, sid, ours):
        words = ["delivered", "sent", "queued", "sent", "delivered"]
        for word in words:
            self.tell({"MessageSid": sid, "MessageStatus": word, "AccountSid": ACCOUNT}, f"?id={ours}")

    def deliver_all(self):
        """Receipts of everything that was taken, in no order."""
        with self.lock:
            receipts = list(self.receipts)
            self.dice.shuffle(receipts)
        for sid, ours in receipts:
            self.deliver(sid, ours)

    def stop(self):
        self.stopping.set()
        self.server.shutdown()
