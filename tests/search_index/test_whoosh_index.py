"""A Whoosh index on disk: many readers, one writer, kills, damage and rebuilding."""

import fcntl
import os
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search_index.engine import IndexBusy, IndexDamaged
from search_index.whoosh_engine import WhooshEngine
from tests.search_index import indexing_process
from tests.search_index.samples import document, found, ids

ROOT = Path(__file__).parents[2]


def folders(engine_path):
    return sorted(path.name for path in engine_path.iterdir() if path.is_dir())


def test_an_index_that_is_missing_is_made_empty(tmp_path):
    engine = WhooshEngine(tmp_path / "not" / "there")

    assert found(engine, "land").total == 0
    assert engine.health().folder == "index-1"


def test_a_second_engine_sees_what_the_first_one_wrote(tmp_path):
    writer, reader = WhooshEngine(tmp_path), WhooshEngine(tmp_path)

    for number in range(1, 12):
        writer.put([document(number, "land")])
        assert found(reader, "land").total == number


def test_segments_are_kept_apart_so_that_opening_copies_nothing(whoosh, tmp_path):
    whoosh.put([document(1, "land")])

    assert not list(tmp_path.rglob("*.seg"))


def test_many_single_updates_leave_few_segments_and_no_open_files(whoosh):
    def open_files():
        return len(list(Path("/proc/self/fd").iterdir()))

    whoosh.put(document(number, "land") for number in range(100))
    found(whoosh, "land")
    before = open_files()
    for number in range(60):
        whoosh.put([document(number, "land office")])
        assert found(whoosh, "land", limit=1).total == 100

    assert whoosh.health().segments < 12
    assert open_files() <= before + 3 * 12


def test_a_failing_batch_changes_nothing(whoosh):
    whoosh.put([document(1, "land")])

    def broken():
        yield document(2, "land")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        whoosh.put(broken())
    with pytest.raises(RuntimeError):
        whoosh.rebuild(broken())

    assert ids(found(whoosh, "land")) == [1]
    whoosh.put([document(3, "land")])
    assert ids(found(whoosh, "land")) == [3, 1]


def test_rebuilding_cleans_up_but_for_readers_about_to_open(whoosh, tmp_path):
    reader = WhooshEngine(tmp_path / "index")
    for number in range(4):
        whoosh.rebuild([document(number, "land")])
        assert ids(found(reader, "land")) == [number]

    assert folders(tmp_path / "index") == ["index-3", "index-4"]


def test_half_built_folders_go_with_the_next_rebuild(whoosh, tmp_path):
    whoosh.put([document(1, "land")])
    (tmp_path / "index" / "index-7").mkdir()

    whoosh.rebuild([document(2, "land")])

    assert folders(tmp_path / "index") == ["index-1", "index-2"]


def test_a_second_writer_waits_and_then_gives_up(whoosh, tmp_path):
    whoosh.put([document(1, "land")])
    with (tmp_path / "index" / "writer.lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(IndexBusy), whoosh.exclusive(timeout=0.05):
            pass
        assert found(whoosh, "land").total == 1

    with whoosh.exclusive(timeout=0.05):
        whoosh.put([document(2, "land")])
    assert found(whoosh, "land").total == 2


def test_another_thread_waits_too(whoosh):
    refused = []

    def try_to_write():
        try:
            with whoosh.exclusive(timeout=0.05):
                pass
        except IndexBusy as error:
            refused.append(error)

    with whoosh.exclusive():
        thread = threading.Thread(target=try_to_write)
        thread.start()
        thread.join()

    assert len(refused) == 1


@pytest.mark.parametrize("name", ["*.trm", "*.pst", "*.facts.col", "*.toc"])
@pytest.mark.parametrize(
    "harm", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"\xa5" * len(data)]
)
def test_a_torn_file_is_named_as_damage_and_mended_by_rebuilding(whoosh, tmp_path, name, harm):
    whoosh.put(document(number, f"land word{number}") for number in range(300))
    for file in (tmp_path / "index" / "index-1").glob(name):
        file.write_bytes(harm(file.read_bytes()))
    torn = WhooshEngine(tmp_path / "index")

    with pytest.raises(IndexDamaged):
        [found(torn, f"word{number}") for number in range(300)]

    torn.rebuild([document(1, "land")])
    assert torn.health().ready
    assert ids(found(torn, "land")) == [1]


@pytest.mark.parametrize("content", ["", "nonsense", "index-1 format 0\n", "index-9 format 1\n", "\xa5"])
def test_a_pointer_that_leads_nowhere_is_damage(whoosh, tmp_path, content):
    whoosh.put([document(1, "land")])
    (tmp_path / "index" / "CURRENT").write_text(content, "utf-8")

    with pytest.raises(IndexDamaged):
        found(whoosh, "land")
    with pytest.raises(IndexDamaged):
        whoosh.put([document(2, "land")])
    assert not whoosh.health().ready
    assert whoosh.health().problem

    whoosh.rebuild([document(3, "land")])
    assert ids(found(whoosh, "land")) == [3]


def test_threads_read_right_while_the_index_is_written_and_rebuilt(whoosh):
    whoosh.put(document(number, "everywhere") for number in range(50))
    deadline = time.monotonic() + 1.5

    def read():
        answers = []
        while time.monotonic() < deadline:
            results = found(whoosh, "everywhere", limit=100)
            answers.append((results.total, len(set(ids(results)))))
        return answers

    with ThreadPoolExecutor(4) as readers:
        reading = [readers.submit(read) for _ in range(4)]
        while time.monotonic() < deadline:
            whoosh.put([document(random.randrange(50), "everywhere")])
            if random.random() < 0.1:
                whoosh.rebuild(document(number, "everywhere") for number in range(50))

    answers = [answer for one in reading for answer in one.result()]
    assert len(answers) > 20
    assert set(answers) == {(50, 50)}


@pytest.mark.slow
def test_kills_lose_nothing_and_double_nothing(tmp_path):
    index, done = tmp_path / "index", tmp_path / "done"
    done.write_text("")
    command = [sys.executable, "-W", "ignore", "-m", "tests.search_index.indexing_process", str(index), str(done)]
    chance = random.Random()
    for _ in range(6):
        process = subprocess.Popen(command, cwd=ROOT)
        reached = done.read_text()
        while process.poll() is None and done.read_text() == reached:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.12)
        process.kill()
        process.wait()
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)

    engine = WhooshEngine(index)
    assert found(engine, "everywhere").total == indexing_process.IDEAS
    for number, batch in indexing_process.latest(indexing_process.BATCHES - 1).items():
        assert ids(found(engine, f'"{indexing_process.state(number, batch)}"')) == [number]
    assert engine.health().documents == indexing_process.IDEAS


def test_a_forked_process_opens_its_own_files(whoosh):
    whoosh.put([document(1, "land")])
    found(whoosh, "land")
    child = os.fork()
    if not child:
        os._exit(0 if found(whoosh, "land").total == 1 else 1)

    assert os.waitpid(child, 0)[1] == 0


def test_a_misspelt_khmer_word_is_corrected_where_the_dictionary_is(whoosh):
    whoosh.put([document(1, "", "សេរីភាពនិងសន្តិភាព")])

    assert whoosh.suggest("សេរីភាប UNDP") == "សេរីភាព UNDP"
    assert whoosh.suggest("សេរីភាព") is None
