"""Every setting of Fyr, read from the environment; docs/settings.md lists them."""

import os
from pathlib import Path

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import environment as env

# Lets classes name their model in annotations, as in ModelForm[User].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.boolean("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is empty: set it to a long random text (make up does so by itself).")
BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
LOCAL = {"localhost", "127.0.0.1", "[::1]"}
# Whether strangers may reach the server: then the first visitor shows the token that the start has printed.
SETUP_NEEDS_TOKEN = (
    env.text("BOUND_TO", "127.0.0.1") not in {"127.0.0.1", "::1", "localhost"}
    or not LOCAL.issuperset(ALLOWED_HOSTS)
    or env.boolean("BEHIND_PROXY")
)
WORKSPACE_NAME = env.text("WORKSPACE_NAME", "Fyr")
# Said by the web server; everything else is a worker or a command.
IS_WEB = env.boolean("FYR_WEB")
VAR_DIR = Path(env.text("FYR_VAR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    # First, so that its createsuperuser is found before Django's.
    "worker",
    "embedded",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "simple_history",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "ui",
    "accounts",
    "journal",
    "hooks",
    "mail",
    "lists",
    "imports",
    "contacts",
    "crm",
    "projects",
    "reports",
]

MIDDLEWARE = [
    # Outermost, so that every answer carries the policy.
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    # Before the next, so that a health check inside the network is not sent on to https.
    "config.health.HealthMiddleware",
    "config.gate.GateMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.privacy.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "ui.plain_forms.PlainTextMiddleware",
    "accounts.middleware.FirstVisitMiddleware",
    "ui.middleware.SignedInMiddleware",
    "ui.middleware.AuthorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ui.templatetags.ui",
                "ui.templatetags.parts",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.context.page",
            ],
        },
    },
]

# Database: PostgreSQL alone, through psycopg's pool.
DATABASES = {"default": env.database()}
DATABASES["default"]["OPTIONS"] |= {
    "pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL_SIZE", 8), "timeout": 4},
}
# A page's queries are small: parallel workers and compiling them cost more than they save (docs/performance.md).
DATABASES["default"]["OPTIONS"].setdefault(
    "options", "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
)
# What takes longer is given up: somebody waits for a page, nobody for a job; a page gives up a lock sooner still.
QUERY_SECONDS = env.number("PAGE_QUERY_SECONDS", 15) if IS_WEB else env.number("JOB_QUERY_SECONDS", 1800)
LOCK_SECONDS = 5 if IS_WEB else 60
DATABASES["default"]["OPTIONS"]["options"] += f" -c statement_timeout={QUERY_SECONDS}s -c lock_timeout={LOCK_SECONDS}s"
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis or Valkey carries hints between processes and a cache; nothing is lost with it.
REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "config.cache.Cache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "fyr",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    },
}

# Accounts
AUTH_USER_MODEL = "accounts.User"
# One backend: a second would hash a wrong password a second time.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.one_time.TokenGenerator"
# Beside allauth's own limits by address and account: wrong passwords on a device that its owner has signed in on.
ACCOUNT_RATE_LIMITS = {"login_failed_on_device": "10/5m/key"}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ChoosePasswordForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600

# Language and time
LANGUAGE_CODE = env.text("LANGUAGE_CODE", "sv")
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Stockholm")
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["ui.formats"]
COUNTRY = env.text("COUNTRY", "SE")

# Files
STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "ui.storage.StaticStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
# What is written, collected static files too, is for the owner alone; Django's own choice lets everybody read.
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
# Support given is accounted for so long; a sole trader who had any is not erased before.
KEEP_SUPPORT_YEARS = env.number("KEEP_SUPPORT_YEARS", 10)
IMPORT_MAX_BYTES = env.number("IMPORT_MAX_BYTES", 20 * 2**20)

# Mail: real SMTP always; a timeout on every socket, a longer one while a server takes a whole mail (RFC 5321 §4.5.3.2).
SMTP_ANSWER_TIMEOUT = env.number("SMTP_ANSWER_TIMEOUT", 600)
MAIL_FROM = env.text("MAIL_FROM", "Fyr <fyr@localhost>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": env.smtp(default="smtp://localhost:25") | {"timeout": env.number("SMTP_TIMEOUT", 20)},
    },
}
# The folder of the local mail catcher; set by `manage.py up` only, and the page for reading it exists only then.
MAILBOX_DIR = env.text("MAILBOX_DIR")

# Networks of ours that webhooks may be sent into; every other private address is refused.
WEBHOOK_NETWORKS = env.networks("WEBHOOK_NETWORKS")

# Jobs: Celery carries hints with a row's id; the database says what is due.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
# The next tick hints anew.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_DEFAULT_QUEUE = "default"
# The tick is in the default queue, and waits for nobody outside: neither a mail server nor the address of a webhook.
CELERY_TASK_ROUTES = {
    "worker.tasks.deliver*": {"queue": "mail"},
    "worker.tasks.render*": {"queue": "rendering"},
    "worker.tasks.send_webhook": {"queue": "webhooks"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {"tick": {"task": "worker.tasks.tick", "schedule": 60.0, "options": {"expires": 55}}}

# Security
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = env.boolean("SSL_REDIRECT", HTTPS)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
CSRF_FAILURE_VIEW = "ui.middleware.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ALLAUTH_TRUSTED_PROXY_COUNT = 0
if env.boolean("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Whose address a limit counts: the last ones of X-Forwarded-For are written by our own proxies.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PROXY_COUNT", 1)

# History
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
SIMPLE_HISTORY_DATE_INDEX = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ui.plain_text.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["accounts.filtering.ReadableFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "ui.api.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "ui.api_schema.Schema",
    "EXCEPTION_HANDLER": "ui.api.problem_handler",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_PATH = "/api/"
SPECTACULAR_SETTINGS = {
    "TITLE": "Fyr",
    "DESCRIPTION": "Clients, meetings, projects and reports of a regional innovation company.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "ui.api_once.with_keys"],
    "ENUM_NAME_OVERRIDES": {
        "LightEnum": "projects.models.Light",
        "MeetingKindEnum": "crm.models.MeetingKind",
        "OrganisationKindEnum": "contacts.models.OrganisationKind",
        "ProjectKindEnum": "projects.models.ProjectKind",
        "BenefitKindEnum": "projects.models.benefit.BenefitKind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.Discreet", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {"django.request": {"level": "ERROR"}, "simple_history": {"level": "WARNING"}},
}
# For the backup's manifest, which names them without their values.
SET_IN_ENVIRONMENT = sorted(name for name in env.read if os.environ.get(name))
