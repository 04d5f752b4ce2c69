"""Every error that Sparring raises on purpose.

SparringError                 message: plain words for a person
├── InputError                what the advisor typed cannot be used
├── PersonaError              a persona file is broken; names file, field and mend
├── PromptError               a prompt file and its variables do not agree
├── SettingsError             an environment variable or option is wrong
├── NotFound                  an unknown persona, session or model
├── ModelError                a model file cannot be fetched, kept or used
├── Conflict                  another tab wrote to this session first
├── StoreError                the disk or the database failed
├── ScriptExhausted           the scripted model ran out of replies
└── ProviderError             a model server failed; `is_retryable` says whether waiting helps
    ├── RateLimited           429; `retry_after` in seconds, if the server told
    ├── ProviderTimeout       no answer in time
    ├── ProviderUnavailable   cannot connect, or 5xx
    ├── ProviderRejected      4xx: key, model name, or request is wrong
    ├── StreamCut             the stream broke off; `partial` holds what had come
    └── MalformedReply        the reply was not of the agreed form
"""


class SparringError(Exception):
    """Root of the tree. `str(error)` is fit to be shown to a person."""

    is_retryable: bool = False


class InputError(SparringError):
    """What the advisor typed cannot be used (empty, too long)."""


class PersonaError(SparringError):
    """A persona file is broken. The message names file, line, field and mend."""


class PromptError(SparringError):
    """A prompt file and the variables given to it do not agree."""


class SettingsError(SparringError):
    """An environment variable or an option has a value that cannot be used."""


class NotFound(SparringError):
    """No persona, session or model has this name."""


class ModelError(SparringError):
    """A model file cannot be fetched, kept or used. The message names file, limit and mend."""


class Conflict(SparringError):
    """Another tab wrote to this session first; reload before going on."""


class StoreError(SparringError):
    """The session could not be read or written."""


class ScriptExhausted(SparringError):
    """The scripted model was asked more often than its script has replies."""


class ProviderError(SparringError):
    """A model server failed."""


class RateLimited(ProviderError):
    """The server asked us to wait (429).

    Args:
        message: for a person.
        retry_after: seconds the server asked for, or None if it did not say.
    """

    is_retryable = True

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ProviderTimeout(ProviderError):
    """The server did not answer within the time limit of its role."""

    is_retryable = True


class ProviderUnavailable(ProviderError):
    """The server cannot be reached, or answered with 5xx."""

    is_retryable = True


class ProviderRejected(ProviderError):
    """The server refused the request (4xx): key, model name or parameters."""


class StreamCut(ProviderError):
    """The stream ended before the reply did.

    Args:
        message: for a person.
        partial: the text that had arrived.
    """

    is_retryable = True

    def __init__(self, message: str, partial: str = "") -> None:
        super().__init__(message)
        self.partial = partial


class MalformedReply(ProviderError):
    """The model's reply was not of the agreed form, even after one repair."""

    is_retryable = True
