"""Addresses of the app."""

from django.urls import include, path

from correspondence import views

app_name = "correspondence"
DESK = "c/<slug:conference>/desk/messages/"
at_the_desk = [
    path("", views.message_list, name="message_list"),
    path("to/<str:email>/", views.address, name="address"),
    path("texts/", views.text_list, name="text_list"),
    path("texts/<slug:kind>/<slug:language>/", views.text, name="text"),
    path("texts/<slug:kind>/<slug:language>/html/", views.text_html, name="text_html"),
    path("texts/<slug:kind>/<slug:language>/test/", views.try_out, name="try_out"),
    path(
        "texts/<slug:kind>/<slug:language>/restore/",
        views.restore_text,
        name="restore_text",
    ),
    path("mailings/", views.mailing_list, name="mailing_list"),
    path("mailings/new/", views.new_mailing, name="new_mailing"),
    path("reminders/new/", views.new_reminder, name="new_reminder"),
    path("reminders/<int:pk>/remove/", views.remove_reminder, name="remove_reminder"),
    path("mailings/<int:pk>/", views.mailing, name="mailing"),
    path("mailings/<int:pk>/change/", views.change_mailing, name="change_mailing"),
    path("mailings/<int:pk>/start/", views.start_mailing, name="start_mailing"),
    path("mailings/<int:pk>/pause/", views.pause_mailing, name="pause_mailing"),
    path("mailings/<int:pk>/resume/", views.resume_mailing, name="resume_mailing"),
    path("mailings/<int:pk>/cancel/", views.cancel_mailing, name="cancel_mailing"),
    path("letters/", views.letter_list, name="letter_list"),
    path("letters/letterhead/", views.letterhead, name="letterhead"),
    path(
        "letters/sample/<slug:kind>/<slug:language>/",
        views.letter_sample,
        name="letter_sample",
    ),
    path("letters/<int:pk>/again/", views.make_again, name="make_again"),
    path("<int:pk>/", views.message, name="message"),
    path("<int:pk>/html/", views.message_html, name="message_html"),
    path("<int:pk>/files/<int:number>/", views.message_file, name="message_file"),
    path("<int:pk>/again/", views.send_again, name="send_again"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]
urlpatterns = [
    path(DESK, include(at_the_desk)),
    path("health", views.ready, name="health"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("mail-service/<slug:name>/", views.service, name="service"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:key>/", views.mailbox_message, name="mailbox_message"),
    path("mailbox/<str:key>/html/", views.mailbox_html, name="mailbox_html"),
    path("mailbox/<str:key>/files/<int:number>/", views.mailbox_file, name="mailbox_file"),
    path("unsubscribe/<str:proof>/", views.unsubscribe, name="unsubscribe"),
]
