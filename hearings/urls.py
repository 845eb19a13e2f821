"""Every address of innspillsrunder and høringer."""

from __future__ import annotations

from django.urls import path

from .views import (
    answer_links,
    answers,
    councils,
    dispositions,
    links,
    public,
    published,
    reception,
    requests,
    summary,
)

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
    # Merknader
    path("horinger/<int:pk>/mottak/", reception.reception, name="reception"),
    path("horinger/<int:pk>/mottak/<int:answer_pk>/", reception.reception_answer, name="reception_answer"),
    path(
        "horinger/<int:pk>/mottak/<int:answer_pk>/vedlegg/<int:file_pk>/",
        reception.reception_file,
        name="reception_file",
    ),
    path("horinger/<int:pk>/merknader/", dispositions.comments, name="comments"),
    path("horinger/<int:pk>/merknader/neste/", dispositions.comment_next, name="comment_next"),
    path("horinger/<int:pk>/merknader/<int:comment_pk>/", dispositions.comment, name="comment"),
    path("horinger/<int:pk>/publiserte-svar/", published.answers, name="published_answers"),
    path("horinger/<int:pk>/publiserte-svar.<slug:suffix>", published.answers_export, name="published_export"),
    path("horinger/<int:pk>/publiserte-svar/<int:answer_pk>/", published.answer, name="published_answer"),
    path(
        "horinger/<int:pk>/publiserte-svar/<int:answer_pk>/vedlegg/<int:file_pk>/",
        published.answer_file,
        name="published_file",
    ),
    path("horinger/<int:pk>/oppsummering/", summary.summary, name="summary"),
    path("horinger/<int:pk>/oppsummering/rediger/", summary.summary_edit, name="summary_edit"),
    path("horinger/<int:pk>/oppsummering/fil/<int:document_pk>/", summary.summary_file, name="summary_file"),
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
