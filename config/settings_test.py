"""Settings of the tests: what differs from a real installation, and nothing else."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "a key for tests only, which signs nothing of value")
os.environ.setdefault("PLENARY_VAR", tempfile.mkdtemp(prefix="plenary-tests-"))
os.environ.setdefault("DEBUG", "no")

from config.settings import *  # noqa: F403 - the one place for a star: everything but the lines below is the same

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 - from the star
