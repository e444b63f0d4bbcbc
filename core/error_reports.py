"""Errors to Sentry, or to what speaks its protocol; nothing about people goes along."""

from importlib import import_module

from core.logs import request_id


def without_people(event, hint):
    """Leave of a request its method and path: forms, searches and addresses stay here."""
    request = event.pop("request", {})
    if request:
        event["request"] = {key: request.get(key) for key in ("method", "url")}
    event.pop("user", None)
    event.setdefault("tags", {})["request_id"] = request_id.get()
    return event


def start(dsn: str):
    """Report what is logged as an error from now on. Raises BadDsn.

    The library is imported only here, for whoever reports nothing is not to load it.
    """
    import_module("sentry_sdk").init(
        dsn,
        before_send=without_people,
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        send_default_pii=False,
        server_name="",
    )
