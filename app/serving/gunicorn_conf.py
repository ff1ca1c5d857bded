"""How gunicorn serves Kumnit: two processes of a few threads; every value can be changed with GUNICORN_CMD_ARGS."""

from pathlib import Path

worker_class = "gthread"
workers = 2
threads = 4
# A request that takes longer than this loses its process; exports are the slowest and take a few seconds.
timeout = 60
# What is being answered when the server is told to stop is finished, for at most so long.
graceful_timeout = 5
keepalive = 5
# One Khmer letter takes nine characters of an address, and a search may have four hundred letters.
limit_request_line = 8190
# Now and then a process is replaced, so that what Python does not give back is given back.
max_requests = 20_000
max_requests_jitter = 2_000
# Each request is written down by the reverse proxy where there is one; failures come from the application.
accesslog = None
errorlog = "-"
loglevel = "warning"
# Nobody steers the server but the command that started it.
control_socket_disable = True
# The heartbeat file of a process must not lie on a disk that can stall.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (memory, not a place for files)
