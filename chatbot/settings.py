"""The only reader of the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import platformdirs
from pydantic import Field, ValidationError

from chatbot.adapters.box.catalogue import DEFAULT
from chatbot.adapters.role import RoleSettings
from chatbot.domain.base import Value
from chatbot.domain.errors import SettingsError

PREFIX: Final = "SPARRING_"
#: On its own the practice room serves one person: whoever sits at this machine.
OWNER: Final = "local"

RoleName = Literal["client", "evaluator", "advisor"]
ROLES: Final[tuple[RoleName, ...]] = ("client", "evaluator", "advisor")
#: Keys that people have set already, and whether they may be sent to an address of one's own.
_SHARED_KEYS: Final = {
    "openai": ("OPENAI_API_KEY", False),
    "azure_openai": ("AZURE_OPENAI_API_KEY", True),
}


class Settings(Value):
    """What a person can set; see `docs/settings.md`.

    Attributes:
        data: folder for sessions and the page's secret.
        personas, prompts: the user's own folders, which come before the shipped ones; without
            a folder for personas there is one within `data` (`own_personas`).
        roles: model-backed roles, by name; a role without a model works offline.
        models: folder of fetched model files.
        box: the model in the box: a known name, a hub name, or the path of a GGUF file.
        hub: where hub names lead (http or https).
        host, port: where the page is served.
    """

    data: Path
    personas: Path | None = None
    prompts: Path | None = None
    roles: dict[RoleName, RoleSettings] = Field(default_factory=dict)
    ollama: str = "http://127.0.0.1:11434"
    models: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("sparring") / "models"
    )
    box: str = DEFAULT
    hub: str = Field(default="https://huggingface.co", pattern=r"^https?://[^/\s]+")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    @property
    def own_personas(self) -> Path:
        """Where the user's own clients lie, and new ones are put; it may not exist yet."""
        return self.personas or self.data / "personas"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `SPARRING_…` variables.

    Raises:
        SettingsError: a value cannot be used; the message names the variable and the mend.
    """
    env = os.environ if environ is None else environ
    data = env.get(PREFIX + "DATA") or platformdirs.user_data_path("sparring")
    values: dict[str, object] = {"data": data, "roles": _roles(env)}
    for name in ("personas", "prompts", "host", "port", "ollama", "models", "box", "hub"):
        if found := env.get(PREFIX + name.upper()):
            values[name] = found
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(error, PREFIX)) from error
    for folder in (settings.personas, settings.prompts):
        if folder is not None and not folder.is_dir():
            raise SettingsError(
                f"{folder} is no folder; create it or unset the variable that names it"
            )
    return settings


def _roles(env: Mapping[str, str]) -> dict[RoleName, RoleSettings]:
    """Collect `SPARRING_CLIENT_MODEL`, `SPARRING_CLIENT_BASE_URL` and so on, by role."""
    roles: dict[RoleName, RoleSettings] = {}
    for role in ROLES:
        prefix = f"{PREFIX}{role.upper()}_"
        fields = {
            name: env[prefix + name.upper()]
            for name in RoleSettings.model_fields
            if name != "role" and env.get(prefix + name.upper())
        }
        if "model" not in fields:
            continue
        shared = _SHARED_KEYS.get(fields["model"].partition(":")[0])
        if shared is not None and env.get(shared[0]) and (shared[1] or "base_url" not in fields):
            fields.setdefault("api_key", env[shared[0]])
        try:
            roles[role] = RoleSettings.model_validate({"role": role} | fields)
        except ValidationError as error:
            raise SettingsError(_explain(error, prefix)) from error
    return roles


def _explain(error: ValidationError, prefix: str) -> str:
    lines = []
    for one in error.errors():
        name = prefix + "_".join(str(part) for part in one["loc"]).upper()
        lines.append(f"{name}: {one['msg']} (here: {str(one['input'])[:60]!r})")
    return "\n".join(lines)
