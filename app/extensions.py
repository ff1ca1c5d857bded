"""The libraries the application is made of, before any application exists."""

from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

babel = Babel()
compress = Compress()
csrf = CSRFProtect()
migrate = Migrate()
limiter = Limiter(get_remote_address, strategy="fixed-window", headers_enabled=True)
