from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Wiring"

    def ready(self):
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        # A sender that has models: Django announces the end of a migration to no other.
        post_migrate.connect(_make_the_cache_table, sender=apps.get_app_config("accounts"))


def _make_the_cache_table(using: str, **kwargs) -> None:
    """Make the table that counts tries at signing in; `migrate` alone then leaves a database that works."""
    call_command("createcachetable", database=using, verbosity=0)
