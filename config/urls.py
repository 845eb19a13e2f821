"""Every address of the site. Each app lists its own; config/access.py says who each is for."""

from django.contrib import admin
from django.urls import include, path

from config.health import health

urlpatterns = [
    path("helse/", health, name="health"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api")),
    path("", include("organisations.urls")),
    path("", include("revisions.urls")),
    path("", include("regulations.urls")),
    path("", include("hearings.urls")),
    path("", include("objectives.urls")),
]
