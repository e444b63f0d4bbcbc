"""Make the PDFs of communiqués and member profiles ahead of those who ask for them."""

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from core import pdf


class Command(BaseCommand):
    """``manage.py make_pdfs``"""

    help = (
        "Make the PDFs of communiqués and member profiles that are missing or older than "
        "their page, and delete those of pages that are no longer public. A PDF that is "
        "missing is made when somebody asks for it, too; made ahead, nobody waits, and "
        "the page tells its size. Run it after each release and every night. What a PDF "
        "says of another page, such as a member that was renamed, is renewed by --all."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "apps",
            nargs="*",
            help="make those of these apps only: news for communiqués, members",
        )
        parser.add_argument(
            "--all", action="store_true", help="make all of them anew, also good ones"
        )

    def handle(self, *args, apps, **options):
        if not pdf.engine():
            raise CommandError(f"Pango is missing: apt-get install {pdf.NEEDED}")
        made, failed, names = 0, 0, set()
        for page in pdf.published_with_pdf():
            names.add(page.pdf.file_name)
            is_good = page.pdf.file_size is not None and not options["all"]
            if is_good or (apps and page._meta.app_label not in apps):
                continue
            try:
                page.pdf.make(anew=options["all"])
            except Exception as error:
                failed += 1
                self.stderr.write(f"  {page.pdf.url}: {error!r}")
            else:
                made += 1
                self.stdout.write(f"  {page.pdf.url}")
        old = {f"{pdf.FOLDER}/{name}" for name in pdf.kept()} - names
        for name in old:
            default_storage.delete(name)
        self.stdout.write(
            f"PDFs made: {made}, of {len(names)} pages. Old ones deleted: {len(old)}."
        )
        if failed:
            raise CommandError(f"{failed} PDFs could not be made.")
