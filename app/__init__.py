"""The roof: the application made of its features."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from accounts.sign_in import init_sign_in
from app.assets import init_assets
from app.context import init_context
from app.converters import init_converters
from app.errors import init_errors
from app.extensions import babel, compress, csrf, migrate
from app.features import FEATURES
from app.gatekeeping import init_gate
from app.headers import init_headers
from app.jobs import init_jobs
from app.limits import init_limits
from app.locale import choose_locale, init_locale
from app.logs import init_logs
from app.readiness import make_ready
from app.settings import flask_config
from app.templating import init_templating
from app.transactions import init_transactions
from config import HERE, Settings
from core.database import db
from core.panels import Panels
from ideas.notices import IdeaNotices
from notifications import subjects
from search_index.whoosh_engine import WhooshEngine


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application as the settings (by default the environment's) say."""
    settings = settings or Settings()
    app = Flask(
        __name__, static_folder=None, template_folder=str(HERE / "templates"), instance_path=str(settings.instance)
    )
    app.config.from_mapping(flask_config(settings))
    app.extensions["settings"] = settings
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 4)  # type: ignore[method-assign]

    init_logs(settings)
    # What is set up first sees an answer last: headers stand on the page of a failed commit too.
    init_headers(app)
    init_limits(app, settings)
    init_transactions(app)
    init_errors(app)
    init_converters(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(HERE / "migrations"))
    babel.init_app(app, locale_selector=choose_locale)
    init_locale(app)
    csrf.init_app(app)
    compress.init_app(app)
    init_assets(app)
    init_templating(app)
    init_sign_in(app)
    init_gate(app)
    init_context(app)

    subjects.use(IdeaNotices())
    app.extensions["panels"] = panels = Panels()
    for feature in FEATURES:
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
            blueprint.cli.callback = make_ready
        panels.add(feature.panels)
    app.extensions["search"] = WhooshEngine(settings.index_folder)
    init_jobs(app, settings, {topic: pump for feature in FEATURES for topic, pump in feature.pumps.items()})
    return app
