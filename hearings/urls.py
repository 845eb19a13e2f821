"""Every address of innspillsrunder and høringer."""

from django.urls import path

from .views import answer_links, answers, councils, links, public, requests

app_name = "hearings"

urlpatterns = [
    # Høring
    path("horinger/", public.hearings, name="hearings"),
    path("horinger/<int:pk>/", public.hearing, name="hearing"),
    path("horinger/<int:pk>/svar/", public.answer_new, name="answer_new"),
    path("horinger/<int:pk>/svar/mottatt/", public.answer_received, name="answer_received"),
    path("horinger/<int:pk>/svar/for/<int:organisation_pk>/", answers.answer_begin, name="answer_begin"),
    path("horinger/lenke/<slug:secret>/", answer_links.answer_link, name="answer_link"),
    path("horinger/lenke/<slug:secret>/endre/", answer_links.answer_link_change, name="answer_link_change"),
    path("horinger/lenke/<slug:secret>/trekk/", answer_links.answer_link_withdraw, name="answer_link_withdraw"),
    path("horinger/svar/<int:pk>/", answers.answer, name="own_answer"),
    path("horinger/svar/<int:pk>/send/", answers.answer_send, name="answer_send"),
    path("horinger/svar/<int:pk>/endre/", answers.answer_change, name="answer_change"),
    path("horinger/svar/<int:pk>/trekk/", answers.answer_withdraw, name="answer_withdraw"),
    path("horinger/svar/<int:pk>/vedlegg/", answers.answer_file_new, name="answer_file_new"),
    path("horinger/svar/<int:pk>/vedlegg/<int:file_pk>/", answers.answer_file, name="answer_file"),
    path("horinger/svar/<int:pk>/vedlegg/<int:file_pk>/slett/", answers.answer_file_delete, name="answer_file_delete"),
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
