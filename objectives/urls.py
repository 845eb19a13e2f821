from django.urls import path

from .views import annex, objective, register

app_name = "objectives"

urlpatterns = [
    path("", register.front_page, name="front_page"),
    path("laringsmal/", register.register, name="register"),
    path("laringsmal/<str:code>/", objective.objective, name="objective"),
    path("spesialitet/<slug:slug>/", annex.specialty, name="specialty"),
    path("vedlegg/", annex.annex, name="annex"),
    path("vedlegg/<str:slug>/", annex.chapter, name="chapter"),
]
