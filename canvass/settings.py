"""Settings, read from the environment once. docs/configuration.md lists each of them; a test keeps the two equal."""

from __future__ import annotations

from pathlib import Path

import dj_database_url

from canvass import embedded, gateway_settings, jobs, secrets
from canvass.environment import (
    SettingError,
    amount,
    flag,
    loopback,
    number,
    one_of,
    pairs,
    server_url,
    text,
    tiles,
    words,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# A site that a stranger can reach: secure cookies, HTTPS only, a second factor for headquarters.
PRODUCTION = flag("CANVASS_PRODUCTION", default=False)
DEBUG = False
SECRET_KEY = text("SECRET_KEY") or secrets.local_key("secret_key", production=PRODUCTION)
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
# Encrypts practical notes and door codes at rest; rescue files of phones are sealed for keys drawn from it. Losing it
# loses the notes and the files saved before, nothing else.
NOTES_KEY = text("NOTES_KEY") or secrets.local_key("notes_key", production=PRODUCTION)
PUBLIC_BASE_URL = text("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "*" if not PRODUCTION else "")
if PRODUCTION and not ALLOWED_HOSTS:
    raise SettingError("ALLOWED_HOSTS is empty: name the host names this site answers to, separated by commas.")
INSTANCE_NAME = text("INSTANCE_NAME", "Canvass")
# Pictures of a map server beneath our own marks, while a phone has network; whom to name beside them.
TILES_URL = tiles("TILES_URL")
TILES_CREDIT = text("TILES_CREDIT")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    # The pipeline, from the law to the figures: each app imports only those above it.
    "campaigns.law",
    "campaigns.territory",
    "campaigns.people",
    "campaigns.doors",
    "campaigns.calendar",
    "campaigns.targeting",
    "campaigns.turfs",
    "campaigns.visits",
    "campaigns.contacts",
    "campaigns.reports",
    "sms",
    "sms.rollcall",
    "canvass",
    "canvass.api",
    "canvass.desk",
    "canvass.field",
    "canvass.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "canvass.api.entrance.Entrance",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "canvass.security.ContentSecurityPolicy",
    "canvass.desk.membership.CurrentMember",
    "canvass.desk.sessions.SessionAge",
]

ROOT_URLCONF = "canvass.urls"
WSGI_APPLICATION = "canvass.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "canvass.desk.menu.surroundings",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        server_url("DATABASE_URL", embedded.database_url(), schemes=("postgresql", "postgres")),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
# Prepared statements (campaigns.prepared) are planned once, not anew for each array of another length.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c plan_cache_mode=force_generic_plan"
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)  # seconds; a page does not wait for a lost server
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = server_url("REDIS_URL", embedded.redis_url(), schemes=("redis", "rediss", "unix"))

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGIN_URL = "/compte/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "canvass.desk.accounts.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "canvass.desk.accounts.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{INSTANCE_NAME}] "
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address was given with the account; nobody chooses their own
# Headquarters see every door of the campaign: they sign in with a second factor, except in a demo to click through.
REQUIRE_SECOND_FACTOR = flag("REQUIRE_SECOND_FACTOR", default=PRODUCTION)

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale" / part for part in ("desk", "field", "campaigns")]
TIME_ZONE = text("TIME_ZONE", "Europe/Paris")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = embedded.data_dir() / "static"
MEDIA_ROOT = embedded.data_dir() / "media"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "canvass.staticfiles.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "canvass.staticfiles.HashedModules"},
}
WHITENOISE_MAX_AGE = 3600  # names without a hash; hashed ones are immutable

# Without a mail server letters are printed where the site runs: enough for a demo, not for people.
EMAIL_HOST = text("EMAIL_HOST")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10  # a page waits for the letter it sends
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "canvass@localhost")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# Without a gateway texts are written to the log and shown on a page: nothing leaves the machine. docs/texts.md.
SMS_GATEWAY = one_of("SMS_GATEWAY", ("console", "twilio"))
SMS_SENDER = text("SMS_SENDER", "Canvass")
SMS_SENDERS = pairs("SMS_SENDERS")
TWILIO_ACCOUNT_SID = text("TWILIO_ACCOUNT_SID")
TWILIO_AUTH_TOKEN = text("TWILIO_AUTH_TOKEN")
TWILIO_NEXT_AUTH_TOKEN = text("TWILIO_NEXT_AUTH_TOKEN")
TWILIO_WEBHOOK_KEYS = pairs("TWILIO_WEBHOOK_KEYS", between=":")
TWILIO_REQUIRE_SHA256 = flag("TWILIO_REQUIRE_SHA256", default=False)
TWILIO_BASE_URL = loopback("TWILIO_BASE_URL")
if SMS_GATEWAY == "twilio":
    gateway_settings.check(
        account=TWILIO_ACCOUNT_SID,
        token=TWILIO_AUTH_TOKEN,
        senders={"": SMS_SENDER, **SMS_SENDERS},
        public_base_url=PUBLIC_BASE_URL,
        stand_in=TWILIO_BASE_URL,
        keys=TWILIO_WEBHOOK_KEYS,
        sha256_only=TWILIO_REQUIRE_SHA256,
        production=PRODUCTION,
    )

# What sending costs and how fast it goes, whatever the gateway. Prices are estimates: the gateway's bill counts.
SMS_SEGMENT_EUROS = amount("SMS_SEGMENT_EUROS", "0.08")
SMS_DAILY_BUDGET = amount("SMS_DAILY_BUDGET", "100")
SMS_PER_SECOND = amount("SMS_PER_SECOND", "1", least="0.01")

# A site in production is reached through HTTPS only; the demo on a bare machine has none.
SECURE_SSL_REDIRECT = PRODUCTION
# Only a proxy of ours may say who calls and how: without one these headers come from strangers.
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
# Whether a phone marked as lost may send, once, what it still holds; it lands in quarantine.
SEALED_PUSH = flag("SEALED_PUSH", default=True)
DEVICE_COOKIE = "__Host-device" if PRODUCTION else "device"
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "canvass.api.errors.answer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Canvass",
    "DESCRIPTION": "What phones say to the server and hear from it.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "ENUM_NAME_OVERRIDES": {
        "DoorState": "campaigns.doors.models.DoorState.values",
        "RelayState": ["open", "asked", "taken", "over"],
        "DoorKind": ["door"],
        "TurfKind": ["turf"],
        "NoteKind": ["note"],
    },
}

globals().update(jobs.settings(REDIS_URL))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "WARNING")},
}
