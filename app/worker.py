"""The worker beside the web server: `python -m app.worker` carries out what the queue and the outbox hold."""

from huey.consumer import Consumer

from app import create_app


def main() -> None:
    """Run until told to stop by SIGINT or SIGTERM; the task under way is finished first."""
    app = create_app()
    # One thread: the index has one writer. Looking often keeps "visible in search" under two seconds.
    Consumer(app.extensions["queue"], workers=1, initial_delay=0.1, max_delay=0.5, graceful_signal="TERM").run()


if __name__ == "__main__":
    main()
