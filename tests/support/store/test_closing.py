"""A store is closed while a thread is about to write: neither waits for the other for long."""

import threading
import time
from pathlib import Path

import sqlalchemy as sa

from ribao.support.store.database import Database
from ribao.support.store.sqlite import open_store


def test_closing_does_not_let_a_writing_thread_hang(tmp_path: Path) -> None:
    """Closing the last connection folds the log into the file, which may take a while: a thread comes just then."""
    open_store(tmp_path).close()  # makes the file
    database = Database(tmp_path / "ribao.db")
    with database.write():
        pass
    closing = threading.Event()

    def slowly(*_connection: object) -> None:
        closing.set()
        time.sleep(0.3)

    def write() -> None:
        assert closing.wait(5)
        with database.write():
            pass

    thread = threading.Thread(target=write)
    thread.start()
    assert database._writer is not None
    sa.event.listen(database._writer, "close", slowly)
    database.close()
    thread.join(5)
    assert not thread.is_alive()
    database.close()
