"""Settings, read from the environment once. docs/configuration.md lists each of them; a test keeps the two equal."""

from __future__ import annotations

from pathlib import Path

import dj_database_url

from canvass import embedded, secrets
from canvass.environment import SettingError, flag, text, words

BASE_DIR = Path(__file__).resolve().parent.parent

# A site that a stranger can reach: secure cookies, HTTPS only, a second factor for headquarters.
PRODUCTION = flag("CANVASS_PRODUCTION", default=False)
DEBUG = False
SECRET_KEY = text("SECRET_KEY") or secrets.local_key("secret_key", production=PRODUCTION)
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
# Encrypts practical notes and door codes at rest. Losing it loses the notes, nothing else.
NOTES_KEY = text("NOTES_KEY") or secrets.local_key("notes_key", production=PRODUCTION)
PUBLIC_BASE_URL = text("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "*" if not PRODUCTION else "")
if PRODUCTION and not ALLOWED_HOSTS:
    raise SettingError("ALLOWED_HOSTS is empty: name the host names this site answers to, separated by commas.")
INSTANCE_NAME = text("INSTANCE_NAME", "Canvass")

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
    "campaigns.turfs",
    "campaigns.visits",
    "campaigns.contacts",
    "campaigns.reports",
    "canvass",
    "canvass.api",
    "canvass.desk",
    "canvass.field",
    "canvass.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL") or embedded.database_url(), conn_max_age=600, conn_health_checks=True
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = text("REDIS_URL") or embedded.redis_url()

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale" / part for part in ("desk", "field", "campaigns")]
TIME_ZONE = text("TIME_ZONE", "Europe/Paris")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = embedded.data_dir() / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = embedded.data_dir() / "media"
