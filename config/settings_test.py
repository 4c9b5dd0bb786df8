"""Settings of the tests: what differs from a real installation, and nothing else."""

import os
import tempfile

# A folder of each test process's own: what an installation keeps in var/ is never touched.
os.environ["PLENARY_VAR"] = tempfile.mkdtemp(prefix="plenary-tests-")
os.environ["SECRET_KEY"] = "a key for tests only, which signs nothing of value"
os.environ["DEBUG"] = "no"

from config.settings import *  # noqa: F403 - the one place for a star: everything but the lines below is the same
from config.settings import CACHES, DATABASES, IS_SQLITE, STATIC_ROOT, STORAGES, VAR_DIR

if IS_SQLITE:
    # A file rather than memory, so that threads and processes meet in it as they do in an installation.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}
CACHES["nearby"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # one test is to know nothing of another
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a folder that is not there
