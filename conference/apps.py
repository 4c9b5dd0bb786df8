from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "conference"
    verbose_name = "Conferences"

    def ready(self):
        from django.core.signals import request_started
        from django.db.backends.signals import connection_created

        from conference import checks, connections, locked_history  # noqa: F401 - checks registers the system checks

        request_started.connect(connections.trust_what_is_quiet, dispatch_uid="connections that stay open")
        connection_created.connect(locked_history.know_on_sqlite, dispatch_uid="history on SQLite")
