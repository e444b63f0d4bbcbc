"""Field types of our own."""

from wagtail import fields


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
