from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "correspondence"
    verbose_name = "Correspondence"

    def ready(self):
        from django.conf import settings

        from conference import panels as conference_panels
        from conference import signals
        from correspondence import (
            audit,
            cloning,
            facts,
            heartbeats,  # noqa: F401 - it listens to the worker and the clock
            holding,
            panels,
            welcome,
        )

        audit.register()
        holding.register()
        conference_panels.troubles.append(facts.trouble_on_pages)
        conference_panels.desk.append(panels.desk)
        signals.member_added.connect(welcome.write_to_new_member, dispatch_uid="welcome a colleague")
        signals.conference_cloned.connect(cloning.take_over_texts, dispatch_uid="take over texts")
        if settings.MAIL_SERVICE:
            from anymail.signals import tracking

            from correspondence import mail_service

            tracking.connect(mail_service.take_in, dispatch_uid="take in what a mail service says")
