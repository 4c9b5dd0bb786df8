"""Settings of Plenary, read from top to bottom. What an office sets comes from the environment (.env.example lists it)."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels
from whitenoise.compress import Compressor

from config.env import flag, number, secret, words

# Paths and switches
BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("PLENARY_VAR", str(BASE_DIR / "var")))

DEBUG = flag("DEBUG")
SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Apps
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "phonenumber_field",
    "csp",
    "config",
    "demo",
    "reports",
    "sessions",
    "participants",
    "correspondence",
    "conference",
    "accounts",
    "lib",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "lib.headers.ResourcePolicyMiddleware",
    "lib.null_signs.NullSignMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "lib.headers.OriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "conference.middleware.BusyMiddleware",
    "conference.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "conference.context.team_navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/plenary.html"
MESSAGE_TAGS = {message_levels.ERROR: "danger"}

# Database: SQLite for a trial or one office, PostgreSQL beyond (docs/architecture.md)
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'plenary.sqlite3'}")}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    # IMMEDIATE takes the write lock when a transaction begins, so that counting and writing are one act (REL-02).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # and see conference/connections.py
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c statement_timeout=30s -c lock_timeout=3s -c idle_in_transaction_session_timeout=60s",
    }
DATABASES["default"]["CONN_MAX_AGE"] = 60  # opening a connection costs more than most questions asked over it
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Background work: Redis when named, else Celery's filesystem transport below VAR_DIR (one code path, MAIL-12)
REDIS_URL = env.str("REDIS_URL", "")
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "files://localhost"  # lib/file_queue.py
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 300,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "retry_on_timeout": False,
        "max_retries": 1,
    }
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
    }
)
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 200
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = number("WORKER_PROCESSES", default=2)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "clock")
CELERY_BEAT_SCHEDULE = {
    "make-letters-that-wait": {"task": "correspondence.jobs.make_letters_that_wait", "schedule": 30.0},
    "deliver-what-waits": {"task": "correspondence.jobs.deliver_what_waits", "schedule": 30.0},
    "expire-offers": {"task": "participants.jobs.expire_offers", "schedule": 300.0},
    "erase-what-is-due": {"task": "conference.jobs.erase_what_is_due", "schedule": 24 * 3600.0},
    "forget-old-drafts": {"task": "participants.jobs.forget_old_drafts", "schedule": 24 * 3600.0},
    "forget-documents": {"task": "sessions.jobs.forget_documents", "schedule": 24 * 3600.0},
    "forget-old-work": {"task": "participants.jobs.forget_old_work", "schedule": 24 * 3600.0},
    "do-work-that-waits": {"task": "participants.jobs.do_work", "schedule": 30.0},
    "deliver-mailings-that-wait": {"task": "correspondence.jobs.deliver_mailings_that_wait", "schedule": 30.0},
    "write-mailings": {"task": "correspondence.jobs.write_mailings", "schedule": 30.0},
    "remind": {"task": "correspondence.jobs.remind", "schedule": 900.0},
    "read-the-inbox": {"task": "correspondence.jobs.read_the_inbox", "schedule": 60.0},
}

# Mail: SMTP when EMAIL_URL is set (smtp://user:password@host:port, smtp+tls, smtp+ssl), else the local mailbox
MAILBOX_DIR = VAR_DIR / "mailbox"
HAS_LOCAL_MAILBOX = "EMAIL_URL" not in env.ENVIRON
if HAS_LOCAL_MAILBOX:
    EMAIL_BACKEND = "lib.mailbox.MailboxBackend"
else:
    _mail = env.email_url("EMAIL_URL")
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
# … or through a mail service, named as django-anymail names it, which is installed for it (docs/mail.md)
MAIL_SERVICE = env.str("MAIL_SERVICE", "")
ANYMAIL = {name.removeprefix("ANYMAIL_"): value for name, value in env.ENVIRON.items() if name.startswith("ANYMAIL_")}
if MAIL_SERVICE:
    HAS_LOCAL_MAILBOX, EMAIL_BACKEND = False, f"anymail.backends.{MAIL_SERVICE}.EmailBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Plenary <plenary@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILINGS_PER_SECOND = number("MAILINGS_PER_SECOND", default=10)
MAILINGS_PER_SECOND_AND_DOMAIN = number("MAILINGS_PER_SECOND_AND_DOMAIN", default=2)
INBOX_URL = env.str("INBOX_URL", "")  # where delivery reports come: imaps://user:password@host/folder, pop3s, maildir

# Signing in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Plenary"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is the organiser's word, and the reset link proves it
SECOND_FACTOR_REQUIRED = flag("SECOND_FACTOR_REQUIRED")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# A mission registers its whole delegation from one address; a program that fills all places does so much faster.
ACCOUNT_RATE_LIMITS = {
    "registration": f"{number('REGISTRATIONS_PER_HOUR', default=100)}/h/ip",
    "photo": "60/10m/ip",  # a large picture takes a second of the processor
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Cache, shared by all processes: limits must not be counted per process (SEC-05), nor be lost with the broker
CACHES = {
    "default": {
        "BACKEND": "config.table_cache.TableCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # above it, what has run out is deleted at once and not only by night
    },
    # What each process may know for some seconds without asking again
    "nearby": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "nearby"},
    # One beside the database, for what is told from inside a transaction (lib/progress.py)
    "progress": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "plenary-progress",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "progress"},
}

# Security headers (SEC-11)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = flag("HSTS_SUBDOMAINS")
# Other names of the same domain are not ours to decide about: an office says so itself.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_NAME = "__Host-login" if IS_HTTPS else "login"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "lib.headers.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "report-uri": ["/policy-report/"],
    },
}
PERMISSIONS_POLICY = {feature: [] for feature in ["camera", "geolocation", "microphone", "payment", "usb"]}

# Languages and time: stored in UTC, shown in the conference's zone
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Half a minute of a processor for each of the two Chinese faces, which few readers load, is too much for a first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "otf", "map")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# What the server says about itself
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "lib.logs.LineFormatter", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"weasyprint": {"level": "WARNING"}},  # it tells each step of each document at INFO
}
