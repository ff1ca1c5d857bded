"""Our settings as the libraries want them told."""

from typing import Any

from config import HERE, Settings


def flask_config(settings: Settings) -> dict[str, Any]:
    """The configuration of Flask and its extensions."""
    pool = {} if settings.database.startswith("sqlite") else {"pool_size": 8, "max_overflow": 4, "pool_pre_ping": True}
    return {
        "SECRET_KEY": settings.signing_key(),
        "TESTING": settings.testing,
        "TRUSTED_HOSTS": settings.hosts,
        "MAX_CONTENT_LENGTH": settings.request_limit,
        "MAX_FORM_MEMORY_SIZE": settings.text_limit,
        "SESSION_COOKIE_NAME": "__Host-kumnit" if settings.secure_cookies else "kumnit",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": pool,
        "BABEL_DEFAULT_LOCALE": settings.default_language,
        "BABEL_DEFAULT_TIMEZONE": "Asia/Phnom_Penh",
        "BABEL_TRANSLATION_DIRECTORIES": str(HERE / "translations"),
        "WTF_CSRF_TIME_LIMIT": None,
        "COMPRESS_MIN_SIZE": 800,
        "COMPRESS_BR_LEVEL": 4,
        "KUMNIT_DEFAULT_LANGUAGE": settings.default_language,
        "KUMNIT_REGISTRATION_DOMAINS": [domain.lower() for domain in settings.registration_domains],
    }
