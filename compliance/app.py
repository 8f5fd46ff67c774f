"""Assembly: create_app puts the parts together, top to bottom. Start reading here."""

from flask import Flask

from compliance.config import Settings, asset_folder
from compliance.db import db, engine_options, prepare_engine
from compliance.wallclock import WallClock


def create_app(settings: Settings, clock: WallClock | None = None) -> Flask:
    """Return the web application for one instance. It reads no policy file and migrates nothing."""
    app = Flask(
        "compliance",
        template_folder=str(asset_folder("templates")),
        static_folder="static",
        instance_path=str(settings.instance),
    )
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=settings.max_upload,
    )
    app.extensions["daybook"] = {"settings": settings, "clock": clock or WallClock()}
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    return app
