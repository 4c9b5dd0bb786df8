"""Addresses of the app."""

from django.urls import path

from correspondence import views

app_name = "correspondence"
urlpatterns = [
    path("health", views.health, name="health"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:key>/", views.mailbox_message, name="mailbox_message"),
    path("mailbox/<str:key>/html/", views.mailbox_html, name="mailbox_html"),
    path("mailbox/<str:key>/files/<int:number>/", views.mailbox_file, name="mailbox_file"),
    path("c/<slug:conference>/desk/messages/", views.message_list, name="message_list"),
    path("c/<slug:conference>/desk/messages/<int:pk>/", views.message, name="message"),
    path("c/<slug:conference>/desk/messages/<int:pk>/html/", views.message_html, name="message_html"),
    path("c/<slug:conference>/desk/messages/<int:pk>/again/", views.send_again, name="send_again"),
    path("c/<slug:conference>/desk/messages/<int:pk>/cancel/", views.cancel, name="cancel"),
]
