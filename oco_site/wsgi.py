"""The WSGI application that gunicorn serves."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oco_site.settings")

application = get_wsgi_application()

# What is cached may be older than what was committed when the power went, or of a release
# before this one.
import_module("core.page_cache").renew()
