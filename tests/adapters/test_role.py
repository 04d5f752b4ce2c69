"""A role's settings: what is understood, what is refused and how."""

from typing import Any

import pytest
from pydantic import SecretStr

from chatbot.adapters.role import RoleSettings
from chatbot.domain.errors import SettingsError

KEY = SecretStr("sk-very-secret-4711")


def test_a_model_name_may_hold_colons_and_ollama_needs_no_address() -> None:
    role = RoleSettings(role="client", model="ollama:llama3.2:3b")
    assert (role.provider, role.model_name) == ("ollama", "llama3.2:3b")
    assert role.address == "http://127.0.0.1:11434/v1"
    assert role.is_loopback


def test_openai_is_the_address_of_openai_models() -> None:
    role = RoleSettings(role="client", model="openai:gpt-4o", api_key=KEY)
    assert role.address == "https://api.openai.com/v1"
    assert role.is_openai
    assert not role.is_loopback


def test_the_key_shows_nowhere() -> None:
    role = RoleSettings(role="client", model="openai:gpt-4o", api_key=KEY)
    assert "4711" not in f"{role!r} {role} {role.model_dump()} {role.model_dump_json()}"


def test_a_lookalike_is_not_openai() -> None:
    role = RoleSettings(role="client", model="openai:x", base_url="https://notopenai.com/v1")
    assert not role.is_openai


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"model": "gpt-4o"}, "write it as provider:model"),
        ({"model": "openai:"}, "write it as provider:model"),
        ({"model": "anthropic:claude"}, "openai, azure_openai, ollama"),
        ({"model": "openai:gpt-4o"}, "needs an API key"),
        ({"model": "azure_openai:x"}, "base URL is missing"),
        ({"model": "azure_openai:x", "base_url": "https://x.openai.azure.com"}, "needs an API key"),
        ({"model": "openai:x", "base_url": "127.0.0.1:8000"}, "has to look like"),
        ({"model": "openai:x", "base_url": "file:///etc/passwd"}, "has to look like"),
        ({"model": "openai:x", "base_url": "http://["}, "has to look like"),
        ({"model": "openai:x", "base_url": "http://host:port/v1"}, "has to look like"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_mend(given: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        RoleSettings(role="evaluator", **given)
    assert "evaluator" in str(caught.value)


def test_the_evaluator_is_asked_at_temperature_0_unless_told_otherwise() -> None:
    given = {"model": "ollama:x"}
    assert RoleSettings.model_validate(given | {"role": "evaluator"}).sent_temperature == 0
    assert RoleSettings.model_validate(given | {"role": "client"}).sent_temperature is None
    told = given | {"role": "evaluator", "temperature": 1}
    assert RoleSettings.model_validate(told).sent_temperature == 1
