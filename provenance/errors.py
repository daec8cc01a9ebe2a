"""Every error that this package raises on purpose, as one tree.

ProvenanceError
├── ConfigurationError      a setting, option or name that cannot be used
├── FetchError              a page that could not be fetched
│   ├── AddressRefused      a private, loopback or link-local address
│   ├── PageTooLarge        more bytes than the cap
│   ├── RobotsRefused       robots.txt asks that the page be left alone
│   └── SiteFailing         a site that is left alone for the rest of a crawl
├── ExtractionError         a page or file without a readable article
│   ├── EmptyPage           no text at all
│   ├── NotAnArticle        text, but no story (a listing, a form, a menu)
│   ├── PaywallPage         the story ends at a paywall
│   ├── CookieWallPage      only the consent notice was delivered
│   └── UnreadableFile      binary, wrong format or broken encoding
├── IndexProblem            an index that cannot be used
│   ├── IndexMissing        no index of that name
│   ├── IndexBroken         its files do not agree with its manifest
│   ├── IndexIncompatible   made by another embedder or format version
│   ├── IndexBusy           another process is writing to it
│   ├── IndexAway           a server that it lives on or is made by does not answer
│   └── StorageFull         the disk has no room left
├── EmbedderError           a model that cannot be loaded or used
├── TrainingError           training text or settings that cannot be used
├── ReportError             a report that cannot be read or written
└── ServiceError            the service cannot answer this request
    ├── NotFound            no report or job under that address
    ├── ServiceBusy         more requests than it can hold; come back later
    ├── TookTooLong         the work was stopped at its time limit
    └── WorkerLost          the process at work ended before it answered

Each message is one sentence that a journalist understands, with the remedy. Errors of other libraries
are translated where that library is called (`raise … from error`) and never reach the user.
"""

from __future__ import annotations


class ProvenanceError(Exception):
    """The root of the tree; the command line catches it once and exits with 2."""


class ConfigurationError(ProvenanceError):
    """A setting, option or name that cannot be used."""


class FetchError(ProvenanceError):
    """A page could not be fetched."""


class AddressRefused(FetchError):
    """The address is private, loopback or link-local."""


class PageTooLarge(FetchError):
    """The page has more bytes than the cap."""


class RobotsRefused(FetchError):
    """The site's robots.txt asks that the page be left alone."""


class SiteFailing(FetchError):
    """The site has failed too often, or its robots.txt cannot be read, and is left alone for this run."""


class ExtractionError(ProvenanceError):
    """A page or file holds no readable article."""


class EmptyPage(ExtractionError):
    """There is no text at all."""


class NotAnArticle(ExtractionError):
    """There is text, but no story."""


class PaywallPage(ExtractionError):
    """The story ends at a paywall."""


class CookieWallPage(ExtractionError):
    """Only the consent notice was delivered."""


class UnreadableFile(ExtractionError):
    """The file is binary, of another format, or its encoding is broken."""


class IndexProblem(ProvenanceError):
    """An index cannot be used."""


class IndexMissing(IndexProblem):
    """There is no index of that name."""


class IndexBroken(IndexProblem):
    """The files of the index do not agree with its manifest."""


class IndexIncompatible(IndexProblem):
    """The index was made by another embedder or format version."""


class IndexBusy(IndexProblem):
    """Another process is writing to the index."""


class IndexAway(IndexProblem):
    """A server that the index lives on, or is made by, does not answer."""


class StorageFull(IndexProblem):
    """The disk has no room left."""


class EmbedderError(ProvenanceError):
    """A model cannot be loaded or used."""


class TrainingError(ProvenanceError):
    """Training text or settings cannot be used."""


class ReportError(ProvenanceError):
    """A report cannot be read or written."""


class ServiceError(ProvenanceError):
    """The service cannot answer this request."""


class NotFound(ServiceError):
    """There is no report or job under that address."""


class ServiceBusy(ServiceError):
    """More requests than the service can hold; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TookTooLong(ServiceError):
    """The work was stopped at its time limit."""


class WorkerLost(ServiceError):
    """The process at work ended before it answered."""
