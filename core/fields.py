"""Field types of our own."""

from django.db import models
from django.utils.functional import cached_property
from wagtail import fields


class ChoiceField(models.CharField):
    """One of a few words.

    Django's ``get_…_display`` translates the names of all choices each time, to find the
    one; here only that one is translated.
    """

    def contribute_to_class(self, cls, name, **kwargs):
        def display(instance) -> str:
            value = getattr(instance, name)
            return str(self.names.get(value, value))

        setattr(cls, f"get_{name}_display", display)
        super().contribute_to_class(cls, name, **kwargs)

    @cached_property
    def names(self) -> dict:
        """The names of the choices by their values."""
        return dict(self.flatchoices)

    def deconstruct(self):
        """For migrations it is what it is to the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class StreamField(fields.StreamField):
    """A StreamField whose blocks are left out of migrations.

    The blocks say nothing about the database, and without them a changed help text needs
    no migration in every app. A migration that edits stream data names the blocks itself.
    """

    def __init__(self, block_types=(), **kwargs):
        super().__init__(block_types, **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        del kwargs["block_lookup"]
        return name, path, [], kwargs
