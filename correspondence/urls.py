"""Addresses of the app."""

app_name = "correspondence"
urlpatterns = []
