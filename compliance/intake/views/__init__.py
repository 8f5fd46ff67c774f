"""Pages: files of applications, and the door of every small kind of file."""

from compliance.intake.views import refused
from compliance.intake.views.applications import blueprint

__all__ = ["blueprint", "refused"]
