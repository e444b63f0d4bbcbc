"""What a deployment is made of: its environment and its containers.

Docker is not asked, which the machines of the tests do not have.
"""

import re

import pytest
import yaml

from core.management.commands.run_jobs import Command
from tests.audit.site import ROOT

UPPER = r"[A-Z][A-Z_]+"


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def explained():
    """The variables that .env.example shows."""
    return set(re.findall(rf"^#?({UPPER})=", read(".env.example"), re.MULTILINE))


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(read("compose.yaml"))


def test_every_variable_of_the_settings_is_explained():
    used = set(re.findall(rf'env\.\w+\(\s*"({UPPER})"', read("oco_site/settings.py")))
    assert used
    assert used <= explained()


def test_every_variable_of_the_containers_is_explained():
    assert set(re.findall(rf"\$\{{({UPPER})", read("compose.yaml"))) <= explained()


def test_nothing_is_explained_that_is_not_read():
    names = (
        "oco_site/settings.py",
        "compose.yaml",
        "pages/management/commands/load_demo.py",
    )
    code = "".join(map(read, names))
    assert not {name for name in explained() if name not in code}


@pytest.mark.parametrize("name", ["nginx", "web", "worker", "migrate", "db"])
def test_no_container_has_rights_or_writes_beside_its_volumes(compose, name):
    service = compose["services"][name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", ["nginx", "web", "worker", "db"])
def test_what_serves_starts_anew_within_bounds(compose, name):
    service = compose["services"][name]
    assert service["restart"] == "unless-stopped"
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}


def test_the_site_starts_once_its_migrations_are_applied(compose):
    for name in ("web", "worker"):
        waits_for = compose["services"][name]["depends_on"]["migrate"]
        assert waits_for["condition"] == "service_completed_successfully"
    assert compose["services"]["migrate"]["restart"] == "no"


def test_all_volumes_and_networks_are_there(compose):
    for service in compose["services"].values():
        named = {volume.split(":")[0] for volume in service["volumes"]}
        assert {name for name in named if name.isalpha()} <= set(compose["volumes"])
        assert set(service["networks"]) <= set(compose["networks"])


def test_all_stages_that_are_built_are_in_the_dockerfile(compose):
    stages = set(re.findall(r"^FROM .* AS (\w+)$", read("Dockerfile"), re.MULTILINE))
    for name in ("nginx", "web", "worker", "migrate"):
        assert compose["services"][name]["build"]["target"] in stages


def test_nginx_is_told_all_that_its_configuration_leaves_open():
    open_names = set()
    for name in ("nginx.conf", "tls.conf"):
        open_names |= set(
            re.findall(rf"\$\{{({UPPER})\}}", read(f"deploy/nginx/{name}"))
        )
    start, image = read("deploy/nginx/start"), read("Dockerfile")
    assert {name for name in open_names if f"${{{name}}}" not in start} == {"CAPITALS"}
    filled_in = start + image
    assert {name for name in open_names if f"{name}=" not in filled_in} == {"CAPITALS"}
    assert "TRUSTED_PROXY=" in image


def test_the_worker_runs_the_jobs(compose):
    command = compose["services"]["worker"]["command"]
    assert command[-1] == Command.__module__.rpartition(".")[2]
