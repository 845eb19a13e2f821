from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from config.health import health


# Only while the pages are being built side by side: the last commit of the day lists them plainly.
def _ready(module: str) -> bool:
    return find_spec(module) is not None


urlpatterns = [path("helse/", health, name="health"), path("admin/", admin.site.urls)]
if _ready("objectives.api"):
    urlpatterns.append(path("api/v1/", include("config.api")))
for module in ("organisations.urls", "revisions.urls", "regulations.urls", "objectives.urls"):
    if _ready(module):
        urlpatterns.append(path("", include(module)))
