from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "correspondence"
    verbose_name = "Correspondence"

    def ready(self):
        from conference import panels, signals
        from correspondence import audit, cloning, facts, heartbeats, welcome  # noqa: F401 - heartbeats listens to the worker and the clock

        audit.register()
        panels.troubles.append(facts.trouble)
        signals.member_added.connect(welcome.write_to_new_member, dispatch_uid="welcome a colleague")
        signals.conference_cloned.connect(cloning.take_over_texts, dispatch_uid="take over texts")
