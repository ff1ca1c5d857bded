"""`./run.sh serve`: prepare the installation, then serve it until told to stop."""

import argparse
import errno
import os
import socket
import sys

from app import worker
from app.serving import processes, roles


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./run.sh serve", description="Serve Kumnit with its worker.")
    parser.add_argument("--port", type=port_number, default=8000, help="port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--empty", action="store_true", help="no demonstration: begin with the first administrator")
    return parser.parse_args()


def port_number(text: str) -> int:
    """Read a port; 0 takes any free one."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port number (0 to 65535).")
    return int(text)


def listen_on(host: str, port: int) -> socket.socket:
    """Take the address before anything else is done, so that a taken port is known at once; ends with a sentence."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Without this, two servers could both bind and only the second to listen would fail.
        listener.listen(1024)
    except socket.gaierror:
        sys.exit(f"There is no address {host!r} on this machine.")
    except OSError as problem:
        sys.exit(refusal(problem, host, port))
    listener.set_inheritable(True)
    return listener


def refusal(problem: OSError, host: str, port: int) -> str:
    """Say in a sentence why the address cannot be had."""
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program. Choose another: ./run.sh serve --port {port + 1}"
    if problem.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be used without more rights. Choose one above 1023: ./run.sh serve --port 8000"
    return f"Cannot listen on {host} port {port}: {os.strerror(problem.errno or 0)}."


def main() -> int:
    """Serve until a signal comes; gives the exit status."""
    wanted = arguments()
    listener = listen_on(wanted.host, wanted.port)
    prepared = processes.run_to_its_end(lambda: roles.prepare(empty=wanted.empty))
    if prepared != 0:
        return prepared
    return processes.supervise(
        essential=processes.Child("The web server", lambda: roles.serve_pages(listener)),
        helper=processes.Child("The worker", worker.main),
    )


if __name__ == "__main__":
    sys.exit(main())
