"""Settings. One file; every variable is described where it is read, and in docs/production.md.

Nothing here has a default that is unsafe in production: APP_MODE must be given, and in production so must the
secret, the hosts and the servers. run.py and test.py set all of it for a developer's machine.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from config.addresses import kombu_url
from config.env import envbool, envchoice, envdatabase, envdate, envint, envlist, envsecret, envsocket, envstr

BASE_DIR = Path(__file__).resolve().parent.parent

# --- mode ---------------------------------------------------------------------------------------------

# "production", or "development" for a machine of one's own with made-up people on it.
APP_MODE = envchoice("APP_MODE", ["development", "production"])
PRODUCTION = APP_MODE == "production"
# Set by the pytest plugin: a faster password hasher, and TRUNCATE allowed on append-only tables.
TESTING = envbool("APP_TESTING", False) and not PRODUCTION
# Tracebacks in the browser and templates read anew for each request. Never in production.
DEBUG = not PRODUCTION and envbool("DEBUG", False)

DEVELOPMENT_SECRET = "development-only-and-known-to-everyone-who-has-read-this-file"  # noqa: S105
# Signs sessions and links. `python3 -c "import secrets; print(secrets.token_urlsafe(50))"` makes one.
SECRET_KEY = envsecret("SECRET_KEY", known=[DEVELOPMENT_SECRET]) if PRODUCTION else DEVELOPMENT_SECRET
# The previous secrets, while a change of secret is under way: what they signed is still accepted.
SECRET_KEY_FALLBACKS = envlist("SECRET_KEY_FALLBACKS", [])

# --- web ----------------------------------------------------------------------------------------------

# Host names the site answers to. Required in production.
ALLOWED_HOSTS = envlist("ALLOWED_HOSTS", None if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
# Addresses, with https://, that may post forms. Required in production.
CSRF_TRUSTED_ORIGINS = envlist("CSRF_TRUSTED_ORIGINS", None if PRODUCTION else [])
# The site's own address in mail and feeds, without a slash at the end.
SITE_URL = envstr("SITE_URL", None if PRODUCTION else "http://localhost:8000").rstrip("/")

# True when a proxy of ours terminates TLS, sets X-Forwarded-Proto itself and removes it from what comes in.
if envbool("TRUST_PROXY_HEADERS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours stand in front of the web: which address in X-Forwarded-For is the visitor's.
PROXY_COUNT = envint("PROXY_COUNT", 0)
# Sends http requests on to https. Off only if the proxy already does.
SECURE_SSL_REDIRECT = PRODUCTION and envbool("SECURE_SSL_REDIRECT", True)
# How long browsers remember that this host is https only. A year.
SECURE_HSTS_SECONDS = envint("HSTS_SECONDS", 31_536_000) if PRODUCTION else 0
# False when other hosts under the same name are not https.
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION and envbool("HSTS_INCLUDE_SUBDOMAINS", True)
# True when the owner of the domain has decided to be on the browsers' own list: it is hard to get off it.
SECURE_HSTS_PRELOAD = PRODUCTION and envbool("HSTS_PRELOAD", False)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "organisations.views.form_not_trusted"
X_FRAME_OPTIONS = "DENY"

# No inline script or style anywhere: what the browser runs is a file we serve.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Designsystemet draws its icons from data: addresses in the style sheet
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a form with the whole annex pasted into it is about 1 MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an answer has four for each change item, and the annex has two thousand
WSGI_APPLICATION = "config.wsgi.application"
ROOT_URLCONF = "config.urls"

# --- apps ---------------------------------------------------------------------------------------------

PROJECT_APPS = ["organisations", "notifications", "objectives", "hearings", "regulations", "revisions"]

INSTALLED_APPS = [
    "config.apps.ProjectConfig",
    *PROJECT_APPS,
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "simple_history",
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "config.health.answer_health",  # first: those who ask for it know neither our host name nor https
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "organisations.once.settles",
    "axes.middleware.AxesMiddleware",  # must be last: it turns a locked login into an answer
]

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
                "organisations.context.navigation",
            ],
        },
    },
]

# --- database, cache and queue ------------------------------------------------------------------------

# postgresql://user:password@host:5432/name. PostgreSQL is the only database.
DATABASES = {"default": envdatabase("DATABASE_URL")}
_database_options = DATABASES["default"]["OPTIONS"]
# Connections a web process keeps open at most; 0 opens one per request. config/wsgi.py sets it for the web.
_pool_size = envint("DB_POOL_SIZE", 0)
if _pool_size:
    _database_options["pool"] = {"min_size": 1, "max_size": _pool_size, "timeout": 10}
if TESTING:
    # Append-only tables refuse TRUNCATE, which is how the test runner empties the database between tests.
    _database_options["options"] = "-c app.allow_truncate=on"
    # A database with every migration run, to begin from (config/embedded/migrated.py); none: they are run.
    DATABASES["default"]["TEST"] = {"TEMPLATE": envstr("TEST_DATABASE_TEMPLATE", "")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# redis://host:6379/0, rediss://…, or unix:///folder/redis.sock?db=0
REDIS_URL = envstr("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

CELERY_BROKER_URL = kombu_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than the longest task, or Redis hands the same task to a second worker.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 30 * 60}
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_TASK_IGNORE_RESULT = True  # what a task makes is rows in the database
CELERY_TASK_ACKS_LATE = True  # a task whose worker dies is run again, so every task can be run again
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 4 * 60
CELERY_TASK_TIME_LIMIT = 5 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = envint("WORKER_CONCURRENCY", 1, least=1)  # tasks at a time in one worker
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # kB; the whole annex as PDF takes about 440 MB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# The clock. Each entry is a short sweep that takes what is due by a column and returns.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "render waiting documents": {"task": "regulations.tasks.render_waiting_documents", "schedule": 30.0},
    "tell of entries into force": {"task": "regulations.tasks.tell_of_entries_into_force", "schedule": 300.0},
    "render waiting proposals": {"task": "revisions.tasks.render_waiting_proposals", "schedule": 30.0},
    "render waiting letters": {"task": "revisions.tasks.render_waiting_letters", "schedule": 30.0},
    "render waiting summaries": {"task": "hearings.tasks.render_waiting_summaries", "schedule": 30.0},
    "remind of follow-up": {"task": "revisions.tasks.remind_of_follow_ups", "schedule": 3600.0},
    "scan waiting attachments": {"task": "revisions.tasks.scan_waiting_attachments", "schedule": 60.0},
    "scan waiting answers": {"task": "hearings.tasks.scan_waiting_answers", "schedule": 60.0},
    "forget unconfirmed answers": {"task": "hearings.tasks.forget_unconfirmed_answers", "schedule": 3600.0},
    "send waiting messages": {"task": "notifications.tasks.send_waiting_messages", "schedule": 20.0},
    "remind of deadlines": {"task": "hearings.tasks.remind_of_deadlines", "schedule": 600.0},
    "sweep exports": {"task": "objectives.tasks.sweep_exports", "schedule": 30.0},
}

# --- who may log in -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "/logg-inn/"
LOGIN_REDIRECT_URL = "/min-side/"
LOGOUT_REDIRECT_URL = "/"

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "config.proxies.client_address"
AXES_LOCKOUT_CALLABLE = "organisations.views.locked_out"

# --- language and time --------------------------------------------------------------------------------

# The day the new forvaltningslov (LOV-2025-06-20-81) begins, as 2027-01-01: its minimum for hearings applies from then.
NEW_FORVALTNINGSLOV_FROM = envdate("NEW_FORVALTNINGSLOV_FROM")
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "bokmål"), ("nn", "nynorsk")]
# Addresses that exist in both målformer (språklova § 14); all others are bokmål.
IN_BOTH_LANGUAGES = ("/horinger/", "/radsvurdering/lenke/")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# --- files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
# collectstatic gathers the files here for production; a developer's machine has no such folder.
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
ASSETS_DIR = BASE_DIR / ".assets"  # Designsystemet and the fonts, put there by config/embedded/assets.py
DICTIONARY_DIR = BASE_DIR / ".dictionary"  # The Norwegian dictionary, put there by config/embedded/dictionary.py
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static", ASSETS_DIR) if folder.is_dir()]
# On a developer's machine files are served from where they lie; in production collectstatic names them
# by their content.
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Virus control of attachments: tcp://clamav:3310 or unix:///run/clamav/clamd.sock. Without it, none.
CLAMD_ADDRESS = envsocket("CLAMD_ADDRESS")
# While clamd does not answer: true refuses files, false takes them in and gives them to nobody before the control.
VIRUS_SCAN_REQUIRED = envbool("VIRUS_SCAN_REQUIRED", True)

# --- mail ---------------------------------------------------------------------------------------------

# Without EMAIL_HOST mail is written to the log, which is what a developer wants.
EMAIL_HOST = envstr("EMAIL_HOST", None if PRODUCTION else "-")
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if EMAIL_HOST == '-' else 'smtp'}.EmailBackend"
EMAIL_PORT = envint("EMAIL_PORT", 587, least=1)
EMAIL_HOST_USER = envstr("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = envstr("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = envbool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = envstr("DEFAULT_FROM_EMAIL", None if PRODUCTION else "laeringsmal@example.no")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- API ----------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.api.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Læringsmål",
    "DESCRIPTION": "Læringsmålene i spesialistutdanningen: register, saker, høringer og forskrifter.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- log ----------------------------------------------------------------------------------------------

# Everything goes to stderr; the platform collects it. LOG_LEVEL is for our own apps.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # 5xx with traceback. That a visitor asked for what isn't there is no fault of ours.
        "django.request": {"level": "ERROR"},
        **{app: {"level": envstr("LOG_LEVEL", "INFO")} for app in ("config", *PROJECT_APPS)},
    },
}
