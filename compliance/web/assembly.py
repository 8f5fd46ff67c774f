"""The web floor put on an app in one call."""

from flask import Flask

from compliance.charts.clock_lines import clock_line
from compliance.charts.clocks import clock_bar
from compliance.charts.meters import meter, spark
from compliance.web import (
    addresses,
    assets,
    controls,
    drafts,
    errors,
    filters,
    headers,
    limits,
    logs,
    navigation,
    sessions,
    views,
)
from compliance.web.navigation import Parts

TEMPLATE_FUNCTIONS = (
    clock_bar,
    clock_line,
    spark,
    meter,
    controls.control_of,
    controls.is_optional,
    controls.draw_control,
    controls.described,
    controls.problems,
    controls.messages_of,
)


def register(app: Flask, parts: Parts) -> None:
    """Add filters, charts, addresses, errors, headers, preferences and the shell to `app`.

    Called last, after the feature blueprints and the CSRF protection are registered.
    """
    app.register_blueprint(views.blueprint)
    for each in TEMPLATE_FUNCTIONS:
        app.jinja_env.globals[each.__name__] = each
    for part in (filters, assets, addresses, headers, errors, limits, logs, sessions, drafts):
        part.register(app)
    navigation.register(app, parts)
