"""A run parted into files: each a paper of its own, with nothing of the others."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from jobs.papers.certificate import Press
from jobs.papers.parting import UnknownFileError, parted
from jobs.papers.samples import sample_of
from tenants.database import Json

# The second would lead astray whoever takes it for what the file itself says.
UNITS = ("Chi bộ Tổ dân phố 1", "Chi bo 7 0 R (1 0 R) & <dc:title>", "Chi bộ Trường Nguyễn Huệ")


@pytest.fixture(scope="module")
def certificates() -> list[Json]:
    sample = sample_of("certificate")
    return [
        {**sample, "unit": unit, "code": f"000{number}-XQNZ-7RTP", "address": ""}
        for number, unit in enumerate(UNITS)
    ]


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "text only"])
def printed(request: pytest.FixtureRequest, certificates: list[Json]) -> tuple[bytes, list[bytes]]:
    """A run and its files; without the preprinted words there is no heading."""
    with Press(text_only=request.param) as press:
        return press.sheets(certificates), press.files(certificates)


def drawn(page: PageObject) -> bytes:
    contents = page.get_contents()
    assert contents is not None
    return contents.get_data()


def strictly(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content), strict=True)


def test_each_file_has_its_page_as_it_stands_in_the_run(printed: tuple[bytes, list[bytes]]) -> None:
    run, files = printed
    assert len(files) == len(UNITS)
    for page, file in zip(strictly(run).pages, files, strict=True):
        (own,) = strictly(file).pages
        assert drawn(own) == drawn(page)
        assert own.extract_text() == page.extract_text()
        assert [image.data for image in own.images] == [image.data for image in page.images]


def test_each_file_is_described_by_its_own_title_alone(printed: tuple[bytes, list[bytes]]) -> None:
    _, files = printed
    names = set()
    for unit, file in zip(UNITS, files, strict=True):
        read = strictly(file)
        assert read.metadata is not None
        assert read.xmp_metadata is not None
        title = f"Giấy khen {unit}"
        assert (read.metadata.title, read.xmp_metadata.dc_title) == (title, {"x-default": title})
        assert b"<xmpTPg:NPages>1<" in file
        names.add(str(read.trailer["/ID"]))
    assert len(names) == len(UNITS)


def test_nothing_of_the_others_is_in_a_file(printed: tuple[bytes, list[bytes]]) -> None:
    """Its objects are those of one sheet, each reached from its root."""
    _, files = printed
    assert len({len(strictly(file).xref[0]) for file in files}) == 1
    for number, file in enumerate(files):
        for other in {0, 1, 2} - {number}:
            assert f"000{other}-XQNZ" not in strictly(file).pages[0].extract_text()
            assert f"000{other}-XQNZ".encode("utf-16-be").hex().upper().encode() not in file


def test_tags_of_each_file_lead_to_its_page(printed: tuple[bytes, list[bytes]]) -> None:
    _, files = printed
    for file in files:
        read = strictly(file)
        root: Any = read.trailer["/Root"].get_object()["/StructTreeRoot"]
        elements = list(below(root["/K"][0].get_object()))
        assert {"/P", "/Figure"} <= {element["/S"] for element in elements}
        pages = [each["/Pg"].get_object() for each in elements if "/Pg" in each]
        assert all(page == read.pages[0] for page in pages)
        number, leads = root["/ParentTree"]["/Nums"]
        assert number == read.pages[0]["/StructParents"]
        assert all(each.get_object() in elements for each in leads.get_object())


def below(element: Any) -> list[Any]:
    found = [element]
    for child in element["/K"]:
        if "/S" in str(child.get_object()):  # or else it is the number of a mark on the page
            found += below(child.get_object())
    return found


def test_file_of_one_is_the_run_of_one(certificates: list[Json]) -> None:
    with Press() as press:
        run, (file,) = press.sheets(certificates[:1]), press.files(certificates[:1])
    assert strictly(file).pages[0].extract_text() == strictly(run).pages[0].extract_text()
    assert len(strictly(file).xref[0]) == len(strictly(run).xref[0])


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [(b"/Kids[", b"/Kids ["), (b" 0 obj\n", b" 0 obj "), (b"/Nums[", b"/Kids[")],
)
def test_run_that_is_written_in_another_way_is_refused(
    certificates: list[Json], written: bytes, otherwise: bytes
) -> None:
    with Press() as press:
        run = press.sheets(certificates)
    with pytest.raises(UnknownFileError):
        list(parted(run.replace(written, otherwise), UNITS))
    with pytest.raises(UnknownFileError, match="3 pages, 2 titles"):
        list(parted(run, UNITS[:2]))
