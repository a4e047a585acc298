"""Files: the same promises in a folder and in a bucket, and none over the wall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tenants.files import FileStore, MissingFileError, open_file, put_file, store, store_at
from tenants.settings import MissingSettingError
from tenants.wall import OutsideTenantError
from tests.make import Town

KEYS = {
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "tests",
    "AWS_DEFAULT_REGION": "ap-southeast-1",
}


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A server that speaks S3, with a bucket on it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        boto3.client("s3", endpoint_url=endpoint).create_bucket(
            Bucket="minh-chung",
            CreateBucketConfiguration={"LocationConstraint": KEYS["AWS_DEFAULT_REGION"]},
        )
        yield f"s3://minh-chung/bon-tot?endpoint={endpoint}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def each_store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return store_at((tmp_path / "thư mục").as_uri())
    return store_at(request.getfixturevalue("bucket"))


def test_what_is_put_is_opened_until_it_is_removed(each_store: FileStore) -> None:
    tenant, other = uuid4(), uuid4()
    names = [f"{tenant}/{number:02}/{uuid4().hex}" for number in range(3)]
    for number, name in enumerate([*names, f"{other}/00/x"]):
        each_store.put(name, f"content {number}".encode())

    each_store.remove(names[1])
    each_store.remove(names[1])

    assert each_store.open(names[2]) == b"content 2"
    assert sorted(each_store.names(tenant)) == sorted([names[0], names[2]])
    with pytest.raises(MissingFileError):
        each_store.open(names[1])


def test_folder_is_for_nobody_else_to_read(tmp_path: Path) -> None:
    files = store_at((tmp_path / "kept").as_uri())

    files.put("t/ab/c", b"x")

    path = tmp_path / "kept/t/ab/c"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [each.name for each in path.parent.iterdir()] == ["c"]


def test_file_of_another_tenant_is_not_opened(town: Town, other_town: Town) -> None:
    name = put_file(town.session, b"x")
    town.session.commit()

    for stolen in (name, f"{other_town.tenant.id}/../{name}", f"../{name}", ""):
        with pytest.raises(OutsideTenantError):
            open_file(other_town.session, stolen)
    assert open_file(town.session, name) == b"x"


@pytest.mark.parametrize(
    "url", ["", "/var/files", "http://host/files", "file://host/files", "s3:///x"]
)
def test_address_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(MissingSettingError, match="FILES_URL"):
        store_at(url)


def test_names_cannot_be_guessed(town: Town) -> None:
    names = [put_file(town.session, b"x") for _number in range(20)]
    town.session.rollback()

    assert len({name.rpartition("/")[2] for name in names}) == 20
    assert all(len(name.rpartition("/")[2]) == 40 for name in names)
    assert list(store().names(town.tenant.id)) == []
