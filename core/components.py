"""The parts that pages are made of: macros of Jinja2, in ``templates/components/``.

A page is a template of Django, as Wagtail, allauth and the admin have them. Its parts
stand on a page up to fifty times; Jinja2 compiles them to Python, which takes a tenth of
the time. Each file holds one macro of its own name, which names what it has to be given
and sees nothing else of the page. What they need from Python is in ``core/jinja2.py``.
"""

from django.template import engines
from markupsafe import Markup


def component(name: str, **arguments) -> Markup:
    """The part of a page of this name, such as "card", as HTML.

    ``{% component "card" page=post %}`` in a page, ``{{ component("card", page=post) }}``
    in another component. Raises TypeError for an argument that its macro does not name.
    """
    parts = engines["jinja2"].env.get_template(f"{name}.html").module
    return getattr(parts, name)(**arguments)
