from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "conference"
    verbose_name = "Conferences"

    def ready(self):
        from django.db.backends.signals import connection_created

        from conference import checks, locked_history  # noqa: F401 - checks registers the system checks

        connection_created.connect(locked_history.know_on_sqlite, dispatch_uid="history on SQLite")
