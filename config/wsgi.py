"""The web's entry point: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The web is threads that share connections; workers and commands have one thread and open their own.
os.environ.setdefault("DB_POOL_SIZE", "8")

application = get_wsgi_application()
