"""A Milvus server: its collections, and the alias that says which of them is live.

Moving the alias is the moment at which a rebuild goes live: one call, seen by every machine.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from provenance.errors import ConfigurationError, IndexAway, IndexBroken

#: Holds the token or `user:password` of the server, so that no file has to.
TOKEN = "PROVENANCE_MILVUS_TOKEN"  # noqa: S105 - the name of a variable
#: How far a search may lag behind what was written, from not at all to as it comes.
CONSISTENCY = ("Strong", "Bounded", "Session", "Eventually")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
#: What the client says, in the text of its errors, when it gave up on reaching a server.
_AWAY = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "Retry timeout", "Retry run out", "Fail connecting")
#: Fields that a search is narrowed by, and the bytes that each may take.
FACTS = {"language": 32, "outlet": 512, "published": 64}


#: The code for a collection that was not loaded into memory, as after a restart of some servers.
NOT_LOADED = 101


class NotLoaded(IndexBroken):
    """A collection has to be loaded before it is asked."""

    def __init__(self) -> None:
        super().__init__("The Milvus server has not loaded the collection; run the same command again.")


class Engine:
    """A connection to a server.

    Args:
        uri: where it listens, as `http://host:19530`.
        consistency: one of `CONSISTENCY`, for searches.
        timeout: seconds that a call may take, its repetitions included.

    Raises:
        ConfigurationError: the library is not installed, or the URI is none.
        IndexAway: the server does not answer.
    """

    def __init__(self, uri: str, consistency: str = "Bounded", timeout: float = 10.0) -> None:
        self.uri = uri
        self.consistency = consistency
        self.timeout = timeout
        if not uri.startswith(("http://", "https://", "tcp://")):
            raise ConfigurationError(f"{uri!r} is no address of a Milvus server; write it as http://host:19530.")
        self._client: Any = None
        with self.calls("connecting"):
            _ = self.client

    @property
    def client(self) -> Any:  # noqa: ANN401
        """The connection, made anew after it was lost; used inside `calls`."""
        if self._client is None:
            token = os.environ.get(TOKEN, "")
            self._client = _pymilvus().MilvusClient(uri=self.uri, token=token, timeout=self.timeout, dedicated=True)
        return self._client

    @contextmanager
    def calls(self, doing: str) -> Iterator[None]:
        """Name a server that is away, slow or refuses as what it is.

        Raises:
            IndexAway: it does not answer in time.
            IndexBroken: it refuses.
        """
        import grpc

        library = _pymilvus()
        try:
            yield
        except (grpc.RpcError, grpc.FutureTimeoutError, TimeoutError, OSError, ValueError) as error:
            raise self._away(doing, error) from error
        except library.MilvusException as error:
            if _is_away(error):
                raise self._away(doing, error) from error
            if error.code == NOT_LOADED:
                raise NotLoaded from error
            raise IndexBroken(
                f"The Milvus server {self.uri} refuses ({doing}): {_short(error)}; look at its log, then run "
                "`provenance index verify`."
            ) from error

    def live(self, alias: str) -> str | None:
        """The name of the collection that an alias stands for; None where there is no such alias."""
        library = _pymilvus()
        with self.calls("asking for the live collection"):
            try:
                return str(self.client.describe_alias(alias, timeout=self.timeout)["collection_name"])
            except library.MilvusException as error:
                if _is_away(error):
                    raise
                # Servers differ in the code for an alias that is not there; whether one is, all can list.
                if alias in self._aliases():
                    raise
                return None

    def collections(self) -> list[str]:
        """The names of all collections, sorted."""
        with self.calls("listing collections"):
            return sorted(self.client.list_collections(timeout=self.timeout))

    def create(self, name: str, dim: int) -> None:
        """Make an empty collection for vectors of length `dim`."""
        types = _pymilvus().DataType
        with self.calls("making a collection"):
            schema = self.client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("id", types.INT64, is_primary=True)
            schema.add_field("vector", types.FLOAT_VECTOR, dim=dim)
            for field, length in FACTS.items():
                schema.add_field(field, types.VARCHAR, max_length=length)
            self.client.create_collection(name, schema=schema, timeout=self.timeout)

    def drop(self, name: str) -> None:
        """Remove a collection; one that is not there is no matter."""
        with self.calls("removing a collection"):
            self.client.drop_collection(name, timeout=self.timeout)

    def point(self, alias: str, name: str) -> None:
        """Let an alias stand for a collection from now on, in one step."""
        with self.calls("moving the alias"):
            if alias in self._aliases():
                self.client.alter_alias(name, alias, timeout=self.timeout)
            else:
                self.client.create_alias(name, alias, timeout=self.timeout)

    def close(self) -> None:
        """End the connection."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                client.close()

    def _aliases(self) -> set[str]:
        # Without a collection's name a server may list none, so all collections are asked.
        return {
            alias
            for name in self.client.list_collections(timeout=self.timeout)
            for alias in self.client.list_aliases(name, timeout=self.timeout)["aliases"]
        }

    def _away(self, doing: str, error: BaseException) -> IndexAway:
        # The client does not always find a server again that was away.
        self.close()
        return IndexAway(
            f"The Milvus server {self.uri} did not answer within {self.timeout:g} seconds ({doing}: {_short(error)}); "
            "see that it runs and is reached from here, then try again."
        )


def _is_away(error: Any) -> bool:  # noqa: ANN401
    library = _pymilvus().exceptions
    if isinstance(error, library.ConnectError | library.MilvusUnavailableException):
        return True
    # The library gives up after its own repetitions with the code of the transport.
    said = f"{error.code} {error.message}"
    return any(word in said for word in _AWAY)


def _short(error: BaseException) -> str:
    said = str(getattr(error, "message", "") or getattr(error, "details", lambda: "")() or error)
    return re.sub(r"\s+", " ", said)[:200].rstrip(".;")


@cache
def _pymilvus() -> Any:  # noqa: ANN401 - its types say less than its functions take
    """The client library, loaded when it is first needed.

    Raises:
        ConfigurationError: it is not installed.
    """
    try:
        import pymilvus
    except ImportError as error:
        raise ConfigurationError(
            "An index on Milvus needs what `pip install 'translation-provenance[cluster]'` installs."
        ) from error
    # Every error that it raises it also prints, with its traceback.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    return pymilvus
