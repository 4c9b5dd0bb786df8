from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "conference"
    verbose_name = "Conferences"

    def ready(self):
        from conference import checks  # noqa: F401 - registers the system check
