from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    # django.contrib.sessions already owns the label "sessions". Ours is what
    # makemigrations, "label.Model" references and permissions must use.
    label = "conference_sessions"
    verbose_name = "Agenda"

    def ready(self):
        from sessions import audit  # noqa: F401 - gives the history its words
