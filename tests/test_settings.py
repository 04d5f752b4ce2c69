"""What a person can set, and what they are told when it cannot be used."""

from pathlib import Path

import pytest

from chatbot.domain.errors import SettingsError
from chatbot.settings import read_settings


def test_with_nothing_set_everything_is_local_and_offline() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.roles == {}
    assert settings.personas is None
    assert settings.data.name == "sparring"


def test_folders_host_and_port_are_read(tmp_path: Path) -> None:
    env = {
        "SPARRING_DATA": str(tmp_path / "new"),
        "SPARRING_PERSONAS": str(tmp_path),
        "SPARRING_PROMPTS": str(tmp_path),
        "SPARRING_HOST": "0.0.0.0",
        "SPARRING_PORT": "8123",
    }
    settings = read_settings(env)
    assert (settings.data, settings.personas) == (tmp_path / "new", tmp_path)
    assert (settings.host, settings.port) == ("0.0.0.0", 8123)


def test_the_environment_is_read_when_asked_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARRING_PORT", "8124")
    assert read_settings().port == 8124


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert read_settings({"SPARRING_PORT": "", "SPARRING_CLIENT_MODEL": ""}).roles == {}


def test_each_role_has_its_own_model_and_address() -> None:
    env = {
        "SPARRING_CLIENT_MODEL": "ollama:llama3.2:3b",
        "SPARRING_EVALUATOR_MODEL": "openai:judge",
        "SPARRING_EVALUATOR_BASE_URL": "http://127.0.0.1:9000/v1",
        "SPARRING_EVALUATOR_TEMPERATURE": "0.2",
        "SPARRING_EVALUATOR_TOTAL_S": "30",
    }
    roles = read_settings(env).roles
    assert roles.keys() == {"client", "evaluator"}
    assert roles["client"].model_name == "llama3.2:3b"
    assert (roles["evaluator"].temperature, roles["evaluator"].total_s) == (0.2, 30)


def test_a_base_url_without_a_model_is_no_role() -> None:
    assert read_settings({"SPARRING_CLIENT_BASE_URL": "http://127.0.0.1:9000/v1"}).roles == {}


def test_a_key_set_for_openai_serves_openai_and_never_another_address() -> None:
    env = {"OPENAI_API_KEY": "sk-secret", "SPARRING_CLIENT_MODEL": "openai:gpt"}
    key = read_settings(env).roles["client"].api_key
    assert key is not None
    assert key.get_secret_value() == "sk-secret"
    elsewhere = env | {"SPARRING_CLIENT_BASE_URL": "http://127.0.0.1:9000/v1"}
    assert read_settings(elsewhere).roles["client"].api_key is None


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({"SPARRING_PORT": "high"}, "SPARRING_PORT: .*'high'"),
        ({"SPARRING_PORT": "70000"}, "SPARRING_PORT: .*65535"),
        (
            {"SPARRING_PERSONAS": "/no/such/folder"},
            "/no/such/folder is no folder; create it or unset",
        ),
        (
            {"SPARRING_CLIENT_MODEL": "ollama:m", "SPARRING_CLIENT_TEMPERATURE": "hot"},
            "SPARRING_CLIENT_TEMPERATURE: .*'hot'",
        ),
        (
            {"SPARRING_EVALUATOR_MODEL": "ollama:m", "SPARRING_EVALUATOR_MAX_RETRIES": "99"},
            "SPARRING_EVALUATOR_MAX_RETRIES: .*10",
        ),
        ({"SPARRING_CLIENT_MODEL": "gpt-4"}, "write it as provider:model"),
        ({"SPARRING_CLIENT_MODEL": "openai:gpt"}, "needs an API key"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_variable(
    env: dict[str, str], says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        read_settings(env)


def test_a_key_is_never_shown() -> None:
    env = {
        "SPARRING_CLIENT_MODEL": "openai:gpt",
        "SPARRING_CLIENT_API_KEY": "sk-secret",
        "SPARRING_CLIENT_TEMPERATURE": "hot",
    }
    with pytest.raises(SettingsError) as caught:
        read_settings(env)
    assert "sk-secret" not in str(caught.value)
    del env["SPARRING_CLIENT_TEMPERATURE"]
    assert "sk-secret" not in repr(read_settings(env))


def test_the_model_in_the_box_its_folder_and_its_hub_are_read(tmp_path: Path) -> None:
    settings = read_settings({})
    assert (settings.box, settings.models.name) == ("smollm2-135m", "models")
    env = {
        "SPARRING_BOX": "/a/b.gguf",
        "SPARRING_MODELS": str(tmp_path),
        "SPARRING_HUB": "http://127.0.0.1:9",
    }
    settings = read_settings(env)
    assert (settings.box, settings.models) == ("/a/b.gguf", tmp_path)
    assert settings.hub == "http://127.0.0.1:9"
    with pytest.raises(SettingsError, match="SPARRING_HUB"):
        read_settings({"SPARRING_HUB": "hub.example"})
