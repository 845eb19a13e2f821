"""Every address of the case: the sender's side, the directorate's side, and where the case and the act meet."""

from django.urls import path

from .views import (
    after_hearing,
    as_if_adopted,
    attachments,
    cases,
    clarifications,
    confirmations,
    corrections,
    decisions,
    endorsements,
    follow_up,
    handling,
    hearings,
    intake,
    items,
    language,
    letters,
    proposal_pdf,
    proposals,
    recommendation_outcomes,
    recommendations,
    regulations,
    rounds,
    versions,
    words,
)

app_name = "revisions"

urlpatterns = [
    # The sender's side
    path("forslag/", proposals.proposal_list, name="proposals"),
    path("forslag/ny/", proposals.proposal_new, name="proposal_new"),
    path("forslag/<int:pk>/", proposals.proposal, name="proposal"),
    path("forslag/<int:pk>/rediger/", proposals.proposal_edit, name="proposal_edit"),
    path("forslag/<int:pk>/send/", proposals.proposal_submit, name="proposal_submit"),
    path("forslag/<int:pk>/slett/", proposals.proposal_delete, name="proposal_delete"),
    path("forslag/<int:pk>/status/", proposals.proposal_status, name="proposal_status"),
    path("forslag/<int:pk>/pdf/", proposal_pdf.request_pdf, name="proposal_request_pdf"),
    path("forslag/<int:pk>/pdf/<int:document_pk>/", proposal_pdf.pdf, name="proposal_pdf"),
    path("forslag/<int:pk>/pdf/<int:document_pk>/fil/", proposal_pdf.pdf_file, name="proposal_pdf_file"),
    path("forslag/<int:pk>/forankring/ny/", endorsements.endorsement_new, name="endorsement_new"),
    path(
        "forslag/<int:pk>/forankring/<int:endorsement_pk>/slett/",
        endorsements.endorsement_delete,
        name="endorsement_delete",
    ),
    path("forslag/<int:pk>/punkter/ny/", items.item_new, name="item_new"),
    path("forslag/<int:pk>/punkter/<int:item_pk>/", items.item_edit, name="item_edit"),
    path("forslag/<int:pk>/punkter/<int:item_pk>/slett/", items.item_delete, name="item_delete"),
    path("forslag/<int:pk>/aktiviteter/ny/", recommendations.activity_new, name="activity_new"),
    path("forslag/<int:pk>/aktiviteter/<int:change_pk>/", recommendations.activity_edit, name="activity_edit"),
    path(
        "forslag/<int:pk>/aktiviteter/<int:change_pk>/slett/", recommendations.activity_delete, name="activity_delete"
    ),
    path("forslag/<int:pk>/utdypende/ny/", recommendations.elaboration_new, name="elaboration_new"),
    path("forslag/<int:pk>/utdypende/<int:change_pk>/", recommendations.elaboration_edit, name="elaboration_edit"),
    path(
        "forslag/<int:pk>/utdypende/<int:change_pk>/slett/",
        recommendations.elaboration_delete,
        name="elaboration_delete",
    ),
    path("forslag/<int:pk>/vedlegg/ny/", attachments.attachment_new, name="attachment_new"),
    path("forslag/<int:pk>/vedlegg/<int:attachment_pk>/", attachments.attachment, name="attachment"),
    path(
        "forslag/<int:pk>/vedlegg/<int:attachment_pk>/slett/", attachments.attachment_delete, name="attachment_delete"
    ),
    path("sprak/", language.language_check, name="language"),
    path("sprak/ordliste/", words.word_list, name="word_list"),
    # The directorate's side
    path("arbeidsliste/", cases.worklist, name="worklist"),
    path("saker/", cases.case_list, name="cases"),
    path("forslag/<int:pk>/sak/", intake.case_open, name="case_open"),
    path("saker/<int:year>/<int:serial>/", cases.case, name="case"),
    path("saker/<int:year>/<int:serial>/innspill/", rounds.case_round, name="case_round"),
    path("saker/<int:year>/<int:serial>/innspill/ny-versjon/", rounds.case_freeze, name="case_freeze"),
    path("saker/<int:year>/<int:serial>/innspill/<int:request_pk>/frist/", rounds.case_extend, name="case_extend"),
    path(
        "saker/<int:year>/<int:serial>/innspill/<int:request_pk>/sporsmal/", rounds.case_question, name="case_question"
    ),
    path("saker/<int:year>/<int:serial>/standpunkter/", rounds.case_positions, name="case_positions"),
    path("saker/<int:year>/<int:serial>/etter-horingen/", after_hearing.case_after_hearing, name="case_after_hearing"),
    path("saker/<int:year>/<int:serial>/horing/<int:hearing_pk>/frys/", hearings.hearing_freeze, name="hearing_freeze"),
    path("saker/<int:year>/<int:serial>/rediger/", handling.case_edit, name="case_edit"),
    path("saker/<int:year>/<int:serial>/folg/", handling.case_watch, name="case_watch"),
    path("saker/<int:year>/<int:serial>/notater/", handling.case_notes, name="case_notes"),
    path("saker/<int:year>/<int:serial>/konsekvenser/", handling.case_assessment, name="case_assessment"),
    path("saker/<int:year>/<int:serial>/ta-ut/<int:proposal_pk>/", intake.case_take_out, name="case_take_out"),
    path("saker/<int:year>/<int:serial>/brev/<int:letter_pk>/", letters.letter, name="letter"),
    path("avklaringer/", clarifications.clarification_list, name="clarifications"),
    path("avklaringer/ny/", clarifications.clarification_new, name="clarification_new"),
    path("avklaringer/<int:pk>/", clarifications.clarification, name="clarification"),
    path("forslag/<int:pk>/trekk/", versions.proposal_withdraw, name="proposal_withdraw"),
    path("forslag/<int:pk>/versjoner/<int:number>/", versions.proposal_version, name="proposal_version"),
    path("saker/<int:year>/<int:serial>/journal/", cases.case_journal, name="case_journal"),
    path("saker/<int:year>/<int:serial>/tildel/", intake.case_assign, name="case_assign"),
    path("saker/<int:year>/<int:serial>/steg/<slug:action>/", cases.case_step, name="case_step"),
    path("saker/<int:year>/<int:serial>/vedtak/<int:item_pk>/", decisions.item_outcome, name="item_outcome"),
    path(
        "saker/<int:year>/<int:serial>/spraklig/<int:item_pk>/",
        confirmations.language_confirm,
        name="language_confirm",
    ),
    path(
        "saker/<int:year>/<int:serial>/anbefaling/<slug:slug>/<int:change_pk>/",
        recommendation_outcomes.recommendation_outcome,
        name="recommendation_outcome",
    ),
    # Where the case and the register meet
    path("vedlegg/sammenlign/som-om-vedtatt/", as_if_adopted.suppose, name="as_if_adopted"),
    # Where the case and the act meet
    path("endringsforskrifter/<int:pk>/punkter/", regulations.regulation_items, name="regulation_items"),
    path("endringsforskrifter/<int:pk>/kunngjor/", regulations.announce, name="announce"),
    path("endringsforskrifter/<int:pk>/legg-bort/", regulations.abandon, name="regulation_abandon"),
    path("forskrifter/<int:year>/<int:number>/rett/", corrections.act_correct, name="act_correct"),
    path("oppfolging/", follow_up.follow_ups, name="follow_ups"),
    path("oppfolging/<int:pk>/", follow_up.follow_up, name="follow_up"),
]
