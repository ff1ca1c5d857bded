"""Child processes of one command: started together, watched, and ended together within seconds."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

STOPS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
WATCHED = STOPS | {signal.SIGCHLD}

PATIENCE = 8.0
"""Seconds a child gets to end what it is doing before it is killed."""

PAUSE = 2.0
"""Seconds before a helper that died is started again, so that one that cannot start does not spin."""


@dataclass
class Child:
    """One long-running part, forked from this process so that nothing is imported twice."""

    name: str
    work: Callable[[], None]
    pid: int = field(default=0, init=False)
    status: int = field(default=0, init=False)

    @property
    def alive(self) -> bool:
        """Whether it runs; takes note of its exit status when it has ended."""
        if self.pid and (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            self.pid, self.status = 0, os.waitstatus_to_exitcode(ended[1])
        return self.pid != 0

    def start(self) -> None:
        """Fork it into a session of its own, so that Ctrl-C reaches this process alone, which ends it in order."""
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            _end_with(parent)
            _finish(self.work)

    def tell(self, signum: int) -> None:
        """Send a signal to the child, or with SIGKILL to everything it has started."""
        if not self.alive:
            # Its number is 0 now, which to the system means everybody, us included.
            return
        try:
            if signum == signal.SIGKILL:
                os.killpg(self.pid, signum)
            else:
                os.kill(self.pid, signum)
        except ProcessLookupError:
            return


def run_to_its_end(work: Callable[[], None]) -> int:
    """Run something in a child and wait for it; gives its exit status, 130 after Ctrl-C."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _end_with(parent)
        _finish(work)
    while True:
        try:
            return abs(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        except KeyboardInterrupt:
            # The terminal told the child as well; what is left is to wait until it has tidied up.
            continue


def supervise(*, essential: Child, helper: Child) -> int:
    """Run both until a signal comes (gives 0) or the essential one ends (gives 1); a helper that dies starts again."""
    # A handler that does nothing: where the default is to ignore a signal, sigwait may never see it.
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    children = [essential, helper]
    for child in children:
        child.start()
    while signal.sigwait(WATCHED) not in STOPS:
        if not essential.alive:
            print(f"{essential.name} ended by itself (status {essential.status}).", file=sys.stderr)
            _stop(children)
            return 1
        if not helper.alive:
            print(f"{helper.name} ended (status {helper.status}) and is started again.", file=sys.stderr)
            time.sleep(PAUSE)
            helper.start()
    _stop(children)
    return 0


def _stop(children: list[Child]) -> None:
    for child in children:
        child.tell(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while any(child.alive for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        if child.alive:
            print(f"{child.name} did not end within {PATIENCE:.0f} seconds and was killed.", file=sys.stderr)
            child.tell(signal.SIGKILL)


def _finish(work: Callable[[], None]) -> None:
    """Do the work of a forked child and leave, past everything the parent has on its stack."""
    status = 1
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        work()
        status = 0
    except KeyboardInterrupt:
        status = 130
    except SystemExit as leaving:
        status = _status_of(leaving)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _status_of(leaving: SystemExit) -> int:
    if leaving.code is None or isinstance(leaving.code, int):
        return leaving.code or 0
    print(leaving.code, file=sys.stderr)
    return 1


def _end_with(parent: int) -> None:
    """On Linux, be told to end when the parent is gone, however it went."""
    if not sys.platform.startswith("linux"):
        return
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
