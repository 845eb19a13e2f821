"""Every address of innspillsrunder and høringer."""

from django.urls import path

from .views import councils, links, requests

app_name = "hearings"

urlpatterns = [
    # Innspillsrunde
    path("innspill/", requests.request_list, name="requests"),
    path("innspill/<int:pk>/", requests.request_page, name="request"),
    path("innspill/<int:pk>/svar/", requests.answer, name="answer"),
    path("innspill/<int:pk>/send/", requests.send, name="send"),
    path("innspill/<int:pk>/ny-versjon/", requests.newer_version, name="newer_version"),
    path("innspill/<int:pk>/rad/", councils.ask, name="ask_councils"),
    path("innspill/<int:pk>/uenighet/", councils.lift, name="lift"),
    path("innspill/<int:pk>/rad/<int:assessment_pk>/", councils.follow_up, name="follow_up"),
    path("radsvurdering/<int:pk>/", councils.assessment, name="assessment"),
    path("radsvurdering/lenke/<str:secret>/", links.link, name="link"),
]
