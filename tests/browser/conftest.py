"""A real Chromium, and a server for it that shares the tests' database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from playwright.sync_api import sync_playwright

from tests.browser.chromium import CHROMIUM, FLAGS


class Server(ThreadingMixIn, WSGIServer):
    """Answers each request in a thread of its own, for browsers keep several open."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """What is asked is not worth a line."""


@pytest.fixture(scope="session")
def in_database(demo):
    """Runs a function, one at a time, on the connection that holds the demonstration.

    In another thread: Django keeps the database from those in which Playwright's event
    loop runs.
    """
    shared = connections["default"]
    shared.inc_thread_sharing()
    one_at_a_time = threading.Lock()

    def work_here(work):
        with one_at_a_time:
            connections["default"] = shared
            # As Django's own test client does: the transaction outlives the request.
            request_started.disconnect(close_old_connections)
            request_finished.disconnect(close_old_connections)
            return work()

    def run(work):
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(work_here, work).result()

    run.here = work_here
    yield run
    shared.dec_thread_sharing()


@pytest.fixture(scope="session")
def site(in_database):
    """The address of the demonstration site, served from the tests' own transaction."""
    application = WSGIHandler()

    def serve(environ, start_response):
        def answer():
            response = application(environ, start_response)
            try:
                return [b"".join(response)]
            finally:
                response.close()

        return in_database.here(answer)

    with make_server("127.0.0.1", 0, serve, Server, Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium(site):
    assert CHROMIUM, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visit(chromium, site):
    """Opens a page of the site in a fresh profile, which is closed afterwards."""

    @contextmanager
    def opened(path, **options):
        options = {"viewport": {"width": 1280, "height": 800}} | options
        context = chromium.new_context(base_url=site, **options)
        page = context.new_page()
        try:
            page.goto(path, wait_until="load")
            yield page
        finally:
            context.close()

    return opened
