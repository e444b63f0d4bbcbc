"""An editor in front of the site, who writes by the forms of the admin."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.forms import FORM_DATA, PUBLISH, paragraph
from tests.front import TOKEN

FORM = "application/x-www-form-urlencoded"


def children(pid) -> list[int]:
    """The processes that a process has started."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


class Editor:
    """Somebody signed in, who changes one post."""

    def __init__(self, front):
        self.front = front
        self.edit = front.made["edit"]
        self.post = front.made["edited"]

    @property
    def headers(self):
        cookie = f"sessionid={self.front.made['session']}; csrftoken={TOKEN}"
        return {"Cookie": cookie}

    def look(self, path):
        return self.front.ask(path, **self.headers)

    def send(self, path, body, kind=FORM):
        return self.front.ask(path, "POST", body, Content_Type=kind, **self.headers)

    def publish(self, words):
        """Publish the post with these words as its title and as its text."""
        body = streamfield([paragraph(words)])
        data = FORM_DATA["NewsPage"]() | nested_form_data({"body": body})
        data |= {"title": words, "summary": words, "csrfmiddlewaretoken": TOKEN}
        data |= {"slug": self.post.strip("/").rpartition("/")[2], **PUBLISH}
        return self.send(self.edit, urlencode(data).encode())

    def upload(self, name, data):
        """Upload a picture."""
        parts = [f'name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}'.encode()]
        parts += [b'name="title"\r\n\r\n' + name.encode()]
        collection = self.front.made["collection"]
        parts += [f'name="collection"\r\n\r\n{collection}'.encode()]
        head = f'name="file"; filename="{name}.png"\r\nContent-Type: image/png\r\n\r\n'
        parts += [head.encode() + data]
        body = b"".join(
            b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n"
            for part in parts
        )
        kind = "multipart/form-data; boundary=x"
        return self.send("/admin/images/add/", body + b"--x--\r\n", kind)


def power_cut(front):
    """Kill the site, all processes at once, and start it again."""
    with suppress(ProcessLookupError):
        os.killpg(front.server.pid, signal.SIGKILL)
    front.server.wait()
    (front.folder / "socket").unlink(missing_ok=True)
    front.stop_site()
    front.start_site()
