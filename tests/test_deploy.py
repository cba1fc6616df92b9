"""What `deploy/` holds, as far as it shows without Docker: the Dockerfile by hadolint, the rest by what it names."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from rag.cli import app
from rag.index.milvus.address import Address
from tests.conftest import PROJECT

DEPLOY = PROJECT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


def options_of(command: str) -> set[str]:
    """The options of a command of ours."""
    found = get_command(app).commands[command]  # type: ignore[attr-defined]
    return {option for parameter in found.params for option in parameter.opts}


def test_the_dockerfile_has_no_fault_that_hadolint_knows() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("hadolint is not installed")
    done = subprocess.run([hadolint, str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_dockerfile_copies_what_is_there() -> None:
    for line in re.findall(r"^COPY (.*) \S+$", DOCKERFILE, flags=re.MULTILINE):
        for name in line.split():
            assert (PROJECT / name).exists(), name


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_service_names_what_is_there(name: str) -> None:
    service = COMPOSE["services"][name]
    assert ":" in service["image"] or service["image"] == "article-rag", "a version is named"
    assert set(service.get("depends_on", ())) <= COMPOSE["services"].keys()
    assert set(service.get("secrets", ())) <= COMPOSE["secrets"].keys()
    for volume in service.get("volumes", ()):
        source, _, _ = volume.rpartition(":")[0].partition(":") if volume.endswith(":ro") else volume.rpartition(":")
        if source.startswith("./"):
            assert (DEPLOY / source).is_file(), source
        elif not source.startswith("$"):
            assert source in COMPOSE["volumes"], source


def test_what_the_pages_and_the_build_are_started_with_is_understood() -> None:
    for name in ("build", "one", "two"):
        service = COMPOSE["services"][name]
        _, command, *rest = service["command"].split()
        assert {one for one in rest if one.startswith("--")} <= options_of(command), name
        for secret in ("secret", "s@cret#1?"):
            found = Address.of(re.sub(r"\$\{MILVUS_PASSWORD.*?\}", secret, service["environment"]["RAG_INDEX"]))
            assert (found.uri, found.token) == ("http://milvus:19530", f"root:{secret}")
    _, command, *rest = re.findall(r'"([^"]+)"', DOCKERFILE.splitlines()[-1])
    assert {one for one in rest if one.startswith("--")} <= options_of(command)


def test_milvus_has_the_password_that_the_pages_give_and_they_believe_nginx_who_asks() -> None:
    services = COMPOSE["services"]
    assert "MILVUS_PASSWORD:" in services["milvus"]["environment"]["COMMON_SECURITY_DEFAULTROOTPASSWORD"]
    for name in ("one", "two"):
        assert services[name]["environment"]["FORWARDED_ALLOW_IPS"] == "*"
        assert "ports" not in services[name], "or anybody could say to be whom they like"


def test_nginx_leads_to_the_pages() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert set(re.findall(r"server (\w+):7860", text)) == {"one", "two"}
    assert text.count("{") == text.count("}")
    assert COMPOSE["services"]["nginx"]["ports"] == ["8080:8080"]
    assert "listen 8080;" in text
