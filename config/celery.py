"""The Celery app.

Loaded by config.apps when Django starts, never by config/__init__.py: run.py and test.py import
config.embedded with a Python that has no packages.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
