"""Field types of our own."""

from django.db import models
from wagtail import fields

from core.languages import once_a_language


class ChoiceField(models.CharField):
    """One of a few words.

    Django's ``get_…_display`` translates the names of all choices each time, to find the
    one; here they are translated once.
    """

    def contribute_to_class(self, cls, name, **kwargs):
        def display(instance) -> str:
            value = getattr(instance, name)
            return names_of(self).get(value, value)

        setattr(cls, f"get_{name}_display", display)
        super().contribute_to_class(cls, name, **kwargs)

    def deconstruct(self):
        """For migrations it is what it is to the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


@once_a_language
def names_of(field) -> dict:
    """The names of a field's choices by their values."""
    return {value: str(name) for value, name in field.flatchoices}


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
