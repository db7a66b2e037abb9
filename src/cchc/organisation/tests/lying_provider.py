"""A small provider of OpenID Connect for tests, which can lie: a real server on this machine, signing with joserfc.

It is no example of a provider: it asks nobody for a password. What an honest one does is tested with a real one, in
`tests/test_openid.py`.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "cchc", "a secret & its signs"


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


class LyingProvider:
    """Honest until told otherwise: `claims` change what a token says, `sign` how it is signed, `says` any page."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.others: list[dict] = []
        self.published: dict = {}
        self.subject, self.claims, self.headers, self.about = "sub-1", {}, {}, {}
        self.sign, self.says, self.codes, self.asked = self.honest, {}, {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def rotate(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})

    # ---- ways of signing ----
    def honest(self, claims: dict) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid, **self.headers}, claims, self.key)

    def unsigned(self, claims: dict) -> str:
        return f"{part({'alg': 'none', 'kid': self.key.kid})}.{part(claims)}."

    def with_public_key_as_secret(self, claims: dict) -> str:
        header = {"alg": "HS256", "kid": self.key.kid}
        body = f"{part(header)}.{part(claims)}"
        mac = hmac.digest(self.key.as_pem(private=False), body.encode(), "sha256")
        return f"{body}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"

    def with_client_secret(self, claims: dict) -> str:
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 3), algorithms=["HS256"])

    def with_another_key(self, claims: dict) -> str:
        other = RSAKey.generate_key(2048, {"kid": self.key.kid})
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, other)

    def with_a_key_it_brings(self, claims: dict) -> str:
        other = RSAKey.generate_key(2048, {"kid": "mine"})
        header = {"alg": "RS256", "kid": "mine", "jwk": other.as_dict(private=False)}
        return jwt.encode(header, claims, other)

    def altered(self, claims: dict) -> str:
        head, _body, mac = self.honest(claims).split(".")
        return f"{head}.{part({**claims, 'sub': 'somebody-else'})}.{mac}"

    # ---- pages ----
    def page(self, path: str, query: dict, form: dict, headers: dict) -> tuple[int, object]:
        if path in self.says:
            return self.says[path]
        if path == "/.well-known/openid-configuration":
            return 200, {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                         "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                         "end_session_endpoint": f"{self.issuer}/out", **self.about}  # fmt: skip
        if path == "/keys":
            return 200, {"keys": [*self.others, {**self.key.as_dict(private=False), **self.published}]}
        if path == "/authorize":
            code = secrets.token_urlsafe(8)
            self.codes[code] = query
            answer = {"code": code, "state": query["state"]}
            return 302, f"{query['redirect_uri']}?{urllib.parse.urlencode(answer)}"
        return self._token(form, headers)

    def _token(self, form: dict, headers: dict) -> tuple[int, object]:
        pair = base64.b64encode(f"{CLIENT}:{urllib.parse.quote(SECRET, safe='')}".encode()).decode()
        posted = form.get("client_id") == CLIENT and form.get("client_secret") == SECRET
        if headers.get("Authorization") != f"Basic {pair}" and not posted:
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant", "error_description": "<b>Nguyễn Văn A</b>"}
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "exp": now + 300, "iat": now,
                  "nonce": asked["nonce"], **self.claims}  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(claims)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                self._answer(dict(urllib.parse.parse_qsl(body)))

            def _answer(self, form: dict) -> None:
                parts = urllib.parse.urlsplit(self.path)
                provider.asked.append(parts.path)
                status, said = provider.page(
                    parts.path, dict(urllib.parse.parse_qsl(parts.query)), form, dict(self.headers)
                )
                body = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", str(said))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_said: object) -> None:
                return

        return Handler

    @staticmethod
    def visit(url: str) -> str:
        """What a browser does with a link to the provider: where it is sent back to."""

        class Still(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_all: object) -> None:
                return None

        try:
            urllib.request.build_opener(Still).open(url, timeout=10)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.headers["Location"]
        raise AssertionError("the provider sent nobody back")
