"""Measures every kind of page of the demonstration site: ``make audit``, see README.md.

The pages to look at are those of the browser tests, whose dates come from the events'
importer: Django has to be there before anything is imported.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oco_site.settings")
django.setup()
