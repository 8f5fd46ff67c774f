"""Pages of credentialing. Importing this package puts every page on its blueprint."""

from compliance.credentialing.views import (
    acts,
    bulk_notices,
    documents,
    entry,
    notice_messages,
    notices,
    one,
    paper_notices,
    practices,
    restricted,
    saved,
    selected,
    taking_back,
)
from compliance.credentialing.views.notice_base import blueprint as notices_blueprint
from compliance.credentialing.views.queue import blueprint

__all__ = [
    "acts",
    "blueprint",
    "bulk_notices",
    "documents",
    "entry",
    "notice_messages",
    "notices",
    "notices_blueprint",
    "one",
    "paper_notices",
    "practices",
    "restricted",
    "saved",
    "selected",
    "taking_back",
]
