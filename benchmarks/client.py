"""A small load generator: a few connections that stay open, each asking for the next thing when it has its answer."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

Request = bytes
Source = Callable[[Random], Request]
"""Draws the next request, whole, as it goes over the wire."""


@dataclass(slots=True)
class Outcome:
    """What came back: how long each answer took in milliseconds, their sizes, and the statuses nobody wanted."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    received: int = 0
    refused: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """The time within which such a share of the answers came, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def get(path: str, cookie: str = "") -> Request:
    """A GET as a browser sends it that speaks English and takes Brotli."""
    return (f"GET {path} HTTP/1.1\r\n" + _headers(cookie) + "\r\n").encode()


def post(path: str, form: str, cookie: str) -> Request:
    """A form sent."""
    body = form.encode()
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return (f"POST {path} HTTP/1.1\r\n" + _headers(cookie) + kind + "\r\n").encode() + body


def _headers(cookie: str) -> str:
    common = "Host: 127.0.0.1\r\nAccept: text/html\r\nAccept-Encoding: gzip, br\r\nAccept-Language: en\r\n"
    return common + (f"Cookie: {cookie}\r\n" if cookie else "")


def press(port: int, source: Source, *, seconds: float, connections: int, seed: int, good: frozenset[int]) -> Outcome:
    """Ask for so many seconds over so many connections; what has none of the good statuses is counted apart."""
    return asyncio.run(_press(port, source, seconds, connections, seed, good))


async def _press(
    port: int, source: Source, seconds: float, connections: int, seed: int, good: frozenset[int]
) -> Outcome:
    outcome, began = Outcome(), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(connections):
            chance = Random(seed * 1000 + number)
            group.create_task(_visit(port, source, chance, began + seconds, outcome, good))
    outcome.seconds = time.perf_counter() - began
    return outcome


async def _visit(
    port: int, source: Source, chance: Random, until: float, outcome: Outcome, good: frozenset[int]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (asked := time.perf_counter()) < until:
        request = source(chance)
        try:
            writer.write(request)
            status, size, stays = await _answer(reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            # The server may close a connection that rested; a request that met this is asked again.
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            continue
        if status in good:
            outcome.latencies.append((time.perf_counter() - asked) * 1000)
            outcome.received += size
        else:
            outcome.refused[status] = outcome.refused.get(status, 0) + 1
        if not stays:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int, bool]:
    """Read one answer: its status, the size of its body, and whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status, size = int(head[9:12]), 0
    if b"\r\ntransfer-encoding: chunked" in head:
        while length := int((await reader.readuntil(b"\r\n")).strip(), 16):
            await reader.readexactly(length + 2)
            size += length
        await reader.readexactly(2)
    elif (place := head.find(b"\r\ncontent-length:")) >= 0:
        size = int(head[place + 17 : head.index(b"\r\n", place + 2)])
        await reader.readexactly(size)
    return status, size, b"\r\nconnection: close" not in head
