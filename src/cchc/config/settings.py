"""The one settings file. Every value an operator may set is read here and described in docs/settings.md."""

import os
import secrets
import sys
from pathlib import Path

import dj_database_url

from . import environment as env

VAR = Path(env.text("CCHC_VAR", "var")).resolve()
FILES_DIR = VAR / "files"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key of the environment, else one made at the first start and kept in var/ for this installation alone."""
    given = env.text("CCHC_SECRET_KEY")
    if given:
        return given
    kept = VAR / "secret.key"
    if not kept.exists():
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret_key()
DEBUG = False
_HERE = ("localhost", "127.0.0.1", "[::1]")
_NAMES = env.words("CCHC_HOSTS", _HERE)
ALLOWED_HOSTS = [*dict.fromkeys([*_NAMES, *_HERE])]  # probes of this machine ask by its own names
HTTPS = env.flag("CCHC_HTTPS")
# The one address people use: passkeys belong to it, links in mail begin with it, and other systems send people back
# to it.
ADDRESS = env.origin("CCHC_ADDRESS", f"https://{_NAMES[0]}" if HTTPS else "http://localhost:8000")
CSRF_FAILURE_VIEW = "cchc.organisation.views.typed.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _NAMES] if HTTPS else []
UPLOAD_LIMIT = env.number("CCHC_UPLOAD_LIMIT_MB", 25, least=1) * 1024 * 1024
# Where mail and SMS leave; without an address the local stand-in keeps them for a page and nothing leaves.
MAIL_URL = env.text("CCHC_MAIL_URL")
MAIL_FROM = env.text("CCHC_MAIL_FROM", "cchc@localhost")
SMS_URL = env.text("CCHC_SMS_URL")
SMS_TOKEN = env.text("CCHC_SMS_TOKEN")
# Networks of one's own that webhooks may reach, over plain http too; else only the public internet, over https.
WEBHOOK_NETS = env.networks("CCHC_WEBHOOK_NETS")
WEBHOOK_PAUSE_DAYS = env.number("CCHC_WEBHOOK_PAUSE_DAYS", 3, least=1)
STAND_IN_DAYS_KEPT = env.number("CCHC_STAND_IN_DAYS_KEPT", 30)
# Whether `cchc work` also runs the scheduled jobs; else `cchc tick` must be called every minute.
WORK_TICKS = env.flag("CCHC_WORK_TICKS", default=True)
JOB_DAYS_KEPT = env.number("CCHC_JOB_DAYS_KEPT", 90)
# Notices: the hour of the daily digest, how many working days ahead a due date is told of, and how long read notices
# are kept.
DIGEST_HOUR = int(env.choice("CCHC_DIGEST_HOUR", tuple(str(hour) for hour in range(5, 21)), "7"))
DUE_SOON_DAYS = env.number("CCHC_DUE_SOON_DAYS", 3, least=1)
NOTICE_DAYS_KEPT = env.number("CCHC_NOTICE_DAYS_KEPT", 90, least=1)
# After so many wrong passwords or codes within the minutes, a name or an address is locked for as many minutes.
LOCK_AFTER = env.number("CCHC_LOCK_AFTER", 5, least=1)
LOCK_AFTER_ADDRESS = env.number("CCHC_LOCK_AFTER_ADDRESS", 50, least=1)
LOCK_MINUTES = env.number("CCHC_LOCK_MINUTES", 15, least=1)
# Roles (codes, separated by commas) that need a second step of signing in, and the days of grace to set it up.
SECOND_FACTOR_ROLES = env.words("CCHC_SECOND_FACTOR_ROLES")
SECOND_FACTOR_GRACE_DAYS = env.number("CCHC_SECOND_FACTOR_GRACE_DAYS", 14)
# The provider of shared accounts (OpenID Connect): without an issuer nobody signs in so.
OIDC_ISSUER = env.text("CCHC_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("CCHC_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("CCHC_OIDC_CLIENT_SECRET")
OIDC_NAME = env.text("CCHC_OIDC_NAME", "tài khoản dùng chung")
OIDC_SCOPES = env.words("CCHC_OIDC_SCOPES", ("openid", "profile", "email"))
OIDC_MATCH = env.text("CCHC_OIDC_MATCH")
OIDC_SECOND_FACTOR = env.words("CCHC_OIDC_SECOND_FACTOR")
PROXIES = env.number("CCHC_PROXIES", 1 if HTTPS else 0)
IDLE_MINUTES = env.number("CCHC_IDLE_MINUTES", 480, least=5)
SESSION_HOURS = env.number("CCHC_SESSION_HOURS", 24, least=1)
SESSION_DAYS_KEPT = env.number("CCHC_SESSION_DAYS_KEPT", 30)
# How long personal data are kept that nothing else needs any more: common/data/personal_data.yaml.
MAIL_DAYS_KEPT = env.number("CCHC_MAIL_DAYS_KEPT", 365, least=1)
LEAVER_DAYS_KEPT = env.number("CCHC_LEAVER_DAYS_KEPT", 90, least=1)
FILE_DAYS_KEPT = env.number("CCHC_FILE_DAYS_KEPT", 7, least=1)
TYPED_DAYS_KEPT = env.number("CCHC_TYPED_DAYS_KEPT", 1, least=1)
READING_DAYS_KEPT = env.number("CCHC_READING_DAYS_KEPT", 730, least=1)

PACKAGES = ("common", "organisation", "documents", "indicators", "plans", "dossiers", "reports")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "csp",
    *[f"cchc.{name}" for name in PACKAGES],
    "cchc.config",
]
MIDDLEWARE = [
    "cchc.config.access_log.AccessLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cchc.common.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cchc.organisation.typed.keeping.TypedWork",
    "cchc.organisation.middleware.Duties",
    "cchc.common.middleware.FormsOnly",
    "cchc.config.api.Tokens",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cchc.common.middleware.Readings",
    "cchc.common.middleware.ReadOnlyGet",
    "cchc.common.almanac.Asked",
]
ROOT_URLCONF = "cchc.config.urls"
WSGI_APPLICATION = "cchc.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cchc.config.menu.frame",
            ],
        },
    },
]

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR / 'cchc.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {"ENGINE": "cchc.config.sqlite", "OPTIONS": _SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "cchc.organisation.signin.passwords.Length", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username",)}},
]  # fmt: skip
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SESSION_ENGINE = "cchc.organisation.actions.session_store"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/", r"^so-do/$"]  # asked behind the proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
# Proxies whose word is taken for the code of a request; everybody else's is replaced.
TRUSTED_PROXIES = env.words("CCHC_TRUSTED_PROXIES", ("127.0.0.1", "::1"))
METRICS_TOKEN = env.text("CCHC_METRICS_TOKEN")
BACKUP_HOURS = env.number("CCHC_BACKUP_HOURS", 36, least=1)
LOG_DETAILS = env.flag("CCHC_LOG_DETAILS")
_LOG_FORMAT = env.choice("CCHC_LOG_FORMAT", ("json", "text"), "text" if sys.stderr.isatty() else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cchc.config.logs.Json"}, "text": {"()": "cchc.config.logs.Text"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": _LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "cchc": {"level": env.choice("CCHC_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")},
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # what was refused stands in the line of its request
    },
}
