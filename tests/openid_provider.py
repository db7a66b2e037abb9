# ruff: noqa: PLC0415  # Django is imported once its settings stand
"""A real provider of OpenID Connect in a process of its own: Django OAuth Toolkit, as its documentation sets it up.

`python tests/openid_provider.py PORT FOLDER REDIRECT` serves on this machine until it is stopped. It asks for a
password, wants PKCE, signs with RS256, and knows one client and one person. Its key is `key.pem` in the folder;
a new one is made where there is none.
"""

import sys
from pathlib import Path

CLIENT, SECRET = "cchc", "only-for-tests-0123456789"
PERSON, PASSWORD = "nguyen.van.a", "mat-khau-cua-tinh"

PAGE = """<!doctype html><title>Cổng đăng nhập của tỉnh</title><h1>Cổng đăng nhập của tỉnh</h1><form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="{token}">
<input name="username"><input name="password" type="password"><button>Đăng nhập cổng</button></form>"""


def _key(folder: Path) -> str:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa

    path = folder / "key.pem"
    if not path.exists():
        key = rsa.generate_private_key(65537, 2048)
        path.write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()))
    return path.read_text()


def configure(port: int, folder: Path) -> None:
    """The settings of the provider."""
    from django.conf import settings

    settings.configure(
        SECRET_KEY="provider-of-tests", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", LOGIN_URL="/vao/", SESSION_COOKIE_NAME="provider",
        CSRF_COOKIE_NAME="provider-csrf",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite3")}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                        "oauth2_provider"],
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
                    "django.contrib.auth.middleware.AuthenticationMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": _key(folder), "PKCE_REQUIRED": True,
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}", "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
            "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
            "SCOPES": {"openid": "openid", "profile": "profile", "email": "email"},
        },
    )  # fmt: skip


def sign_in(request):
    """The provider's own page of signing in."""
    from django.contrib.auth import authenticate, login
    from django.http import HttpResponse, HttpResponseRedirect
    from django.middleware.csrf import get_token

    if request.method == "POST":
        person = authenticate(request, username=request.POST["username"], password=request.POST["password"])
        if person:
            login(request, person)
            return HttpResponseRedirect(request.GET["next"])
    return HttpResponse(PAGE.format(token=get_token(request)))


def people(redirect: str) -> None:
    """The one client and the one person."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        User.objects.create_user(PERSON, "a@tinh.example", PASSWORD)
        Application.objects.create(
            name="CCHC", client_id=CLIENT, client_secret=SECRET, client_type="confidential", redirect_uris=redirect,
            authorization_grant_type="authorization-code", algorithm="RS256", skip_authorization=True,
            post_logout_redirect_uris=redirect.split("/dang-nhap/", 1)[0] + "/",
        )  # fmt: skip


def main() -> None:
    """Serve."""
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIServer, make_server

    import django
    from django.core.wsgi import get_wsgi_application

    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    configure(port, folder)
    django.setup()
    people(sys.argv[3])
    kind = type("Threads", (ThreadingMixIn, WSGIServer), {"daemon_threads": True})
    make_server("127.0.0.1", port, get_wsgi_application(), server_class=kind).serve_forever()


def __getattr__(name: str):
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import include, path

    return [path("vao/", sign_in), path("", include("oauth2_provider.urls", namespace="oauth2_provider"))]


if __name__ == "__main__":
    main()
