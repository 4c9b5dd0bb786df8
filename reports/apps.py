from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports"

    def ready(self):
        from conference import panels as conference_panels
        from reports import audit, panels

        audit.register()
        conference_panels.public.append(panels.public)
        conference_panels.desk.append(panels.desk)
