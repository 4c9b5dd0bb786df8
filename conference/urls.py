"""Addresses of the app."""

app_name = "conference"
urlpatterns = []
