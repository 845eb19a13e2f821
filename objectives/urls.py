from django.urls import path

from .views import (
    activities,
    activity_file,
    annex,
    cohort,
    comparison,
    continuous,
    exports,
    following,
    objective,
    reconciliation,
    register,
)

app_name = "objectives"

urlpatterns = [
    path("", register.front_page, name="front_page"),
    path("laringsmal/", register.register, name="register"),
    path("laringsmal/<str:code>/", objective.objective, name="objective"),
    path("laringsmal/<str:code>/utdypende-tekst/", continuous.elaboration_edit, name="elaboration_edit"),
    path("laringsmal/<str:code>/<str:day>/", objective.objective, name="objective_on"),
    path("spesialitet/<slug:slug>/", annex.specialty, name="specialty"),
    path("laringsaktiviteter/", activities.activities, name="activities"),
    path("laringsaktiviteter/ny/", continuous.activity_new, name="activity_new"),
    path("laringsaktiviteter/les-inn/", activity_file.activities_import, name="activities_import"),
    path("laringsaktiviteter/<slug:slug>/", activities.of_specialty, name="specialty_activities"),
    path("laringsaktiviteter/<slug:slug>/<int:pk>/", activities.activity, name="activity"),
    path("laringsaktiviteter/<slug:slug>/<int:pk>/endre/", continuous.activity_edit, name="activity_edit"),
    path("folger/", following.followed, name="followed"),
    path("overgang/", cohort.cohort, name="cohort"),
    path("vedlegg/", annex.annex, name="annex"),
    path("vedlegg/sammenlign/", comparison.compare, name="compare"),
    path("vedlegg/avstemming/", reconciliation.reconciliations, name="reconciliations"),
    path("vedlegg/del/<str:letter>/", annex.part, name="part"),
    path("vedlegg/<str:slug>/", annex.chapter, name="chapter"),
    path("eksport/", exports.export, name="export"),
    path("eksport/bestill/", exports.order, name="export_order"),
    path("eksport/<str:key>/", exports.export_job, name="export_job"),
    path("eksport/<str:key>/fil/", exports.export_file, name="export_file"),
]
