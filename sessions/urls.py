"""Addresses of the app."""

app_name = "sessions"
urlpatterns = []
