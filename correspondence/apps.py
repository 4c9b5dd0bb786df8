from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "correspondence"
    verbose_name = "Correspondence"

    def ready(self):
        from conference import panels
        from correspondence import audit, facts, heartbeats  # noqa: F401 - heartbeats listens to the worker and the clock

        audit.register()
        panels.troubles.append(facts.trouble)
