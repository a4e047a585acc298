"""The title of committees, from their own bodies to the public check, page by page and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from jobs.connection import connection
from tenants import clock
from tenants.people import Person
from tenants.settings import Settings
from tenants.text.dates import show_date
from tests import committees, make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.papers.doing import do_all
from tests.web.reading import fields_of, form_at, text_of
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room
from tests.workflows.sittings import meeting
from workflows.certificates.tables import Certificate
from workflows.decisions.tables import MERIT, RECOGNITION, Decision, Recognition
from workflows.dossiers.tables import Dossier
from workflows.notices.tables import Notice
from workflows.papers.tables import Paper
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes


@pytest.fixture(autouse=True)
def at_work(configured: Settings) -> Iterator[None]:
    connection.use(configured.need("database_url"))
    yield
    connection.close()


@dataclass
class Walk:
    """Pages of the title as people open them: a committee is named once, and never as a cell."""

    town: Town
    sign_in: SignIn
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def as_(self, person: Person) -> FlaskClient:
        """Return the browser in which somebody is signed in."""
        self.town.session.commit()  # pages and papers take longer than a transaction may rest
        if person.name not in self.browsers:
            self.browsers[person.name] = self.sign_in(self.town, person)
        return self.browsers[person.name]

    def reads(self, person: Person, address: str) -> str:
        """Open a page of the tenant and return its words."""
        answer = self.as_(person).get(f"/{self.town.tenant.slug}{address}")
        assert answer.status_code == 200, (address, answer.status_code)
        self.judge(answer.text, address)
        return text_of(answer.text)

    def judge(self, page: str, address: str) -> None:
        """Note a name that stands twice, and what speaks of cells."""
        words = text_of(re.sub(r"<label.*?</label>", "", page, flags=re.DOTALL))
        for ward in (self.town.ward, self.town.other_ward):
            name = ward.unit.name
            self.wrong += [
                f"{address}: {name} twice"
                for between in (" ", ", ", " · ", ". ")
                if f"{name}{between}{name}" in words
            ]
        said = ("hi bộ 4 tốt", "{unit}", "{Unit}", "Not a valid")
        self.wrong += [f"{address}: {each}" for each in said if each in words]

    def again(self) -> None:
        """Read everything anew."""
        self.town.session.rollback()
        self.town.session.expire_all()

    def room(self, sitting: Sitting, recorder: Person, chair: Person, member: Person) -> Room:
        """Return the browsers of those who hold a sitting."""
        return Room(self.town, sitting, self.as_(recorder), self.as_(chair), self.as_(member))

    def prepared(self, person: Person, gate: str, unit: str, dossiers: list[Dossier]) -> Sitting:
        """Prepare a sitting on its page, with all that is offered."""
        slug, browser = self.town.tenant.slug, self.as_(person)
        listed = self.reads(person, "/phien-hop")
        assert f"Lập phiên họp với {len(dossiers)} hồ sơ đủ điều kiện" in listed
        names = f"viec={gate}&loai=dang-bo&ban={unit}"
        place = f"/{slug}/phien-hop/moi?{names}&chon=tat-ca"
        page = browser.get(place).text
        self.judge(page, place)
        assert "Đảng bộ Mã" in text_of(page)
        answer = browser.post(
            place.removesuffix("&chon=tat-ca"), data=boxes_of(page, f"ban={unit}")
        )
        assert answer.status_code == 303
        self.again()
        return self.town.session.scalars(select(Sitting).order_by(Sitting.id.desc())).first()  # type: ignore[return-value]

    def paper(self, kind: str, **where: object) -> str:
        """Return the words of the latest print of a paper."""
        self.town.session.commit()
        do_all(self.town)
        with self.town.elsewhere() as session:
            found = session.scalars(
                select(Paper)
                .filter_by(kind=kind, form="pdf", **where)
                .order_by(Paper.made_at.desc(), Paper.id.desc())
            ).first()
            assert found is not None, kind
            pages = PdfReader(BytesIO(bytes(found.content or b""))).pages
        words = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert "hi bộ 4 tốt" not in words, kind
        return words


def numbered(walk: Walk, decision: Decision, number: str) -> None:
    """Enter the clerk's number and today's date on the page of a decision."""
    town = walk.town
    place = f"/{town.tenant.slug}/quyet-dinh/{decision.code}"
    office = walk.as_(town.city_office)
    form = form_at(office, place) | {
        "number": number, "signed_on": show_date(clock.today(town.session)),
        "signer": str(town.chair.id),
    }  # fmt: skip
    assert office.post(place, data=form).status_code == 303
    walk.again()


def test_title_of_committees_from_their_own_bodies_to_the_public_check(  # noqa: PLR0915  # a year
    town: Town, sign_in: SignIn, browser: FlaskClient
) -> None:
    walk, ward, other = Walk(town, sign_in), town.ward, town.other_ward
    town.campaign.title = "Kế hoạch số 98"  # what the year is called says nothing of a title
    first, second = committees.awaiting_own_review(town, ward, other)
    own, year, today = "Đảng bộ cơ sở 4 tốt", town.campaign.year, clock.today(town.session)
    hoa_mai = f"Đảng bộ {ward.unit.name[:1].lower()}{ward.unit.name[1:]}"

    # Its own body sits: one question, no Giấy khen, nothing judged yet.
    sitting = walk.prepared(ward.office, "de-nghi", ward.unit.code, [first])
    room = walk.room(sitting, ward.office, ward.chair, ward.members[0])
    before = walk.reads(ward.office, f"/phien-hop/{sitting.code}")
    assert f"Xét đề nghị công nhận {own} năm {year}" in before
    assert "Không đủ điều kiện" not in before
    assert room.open_().status_code == 303
    assert room.press("co-mat-du").status_code == 303
    for reader in (ward.office, ward.chair, ward.members[0]):
        shown = walk.reads(reader, f"/phien-hop/{sitting.code}")
        assert "vẫn biểu quyết" not in shown  # all of them belong to it: that is no interest
    assert "Đảng bộ tự chấm: 100 điểm" in walk.reads(
        ward.members[0], f"/phien-hop/{sitting.code}/tai-lieu"
    )
    for page in ("trinh-chieu", "in"):
        walk.reads(ward.office, f"/phien-hop/{sitting.code}/{page}")
    assert room.press("con-lai").status_code == 303
    check = walk.reads(ward.chair, f"/phien-hop/{sitting.code}/chot")
    assert "Chuyển sang «Đã thông qua đề nghị»" in check
    assert room.close().status_code == 303
    walk.again()
    assert committees.own_dossier(town, ward).state == "proposed"
    minutes = walk.paper("D9", sitting_id=sitting.id)
    assert f"xét, đề nghị công nhận danh hiệu “{own}” năm {year}" in minutes
    assert f"1 {hoa_mai} 3 3 0 0 tán thành" in minutes
    assert f"Đề nghị công nhận danh hiệu “{own}” năm {year} đối với 01 đảng bộ." in minutes
    assert "Giấy khen đối với" not in minutes
    assert "biểu quyết từng đảng bộ" in minutes

    # The office sends it up, from the page of the sitting.
    closed = walk.reads(ward.office, f"/phien-hop/{sitting.code}")
    assert "1 hồ sơ được đề nghị đang chờ văn phòng ghi số, ngày tờ trình rồi gửi." in closed
    office, bulk = walk.as_(ward.office), f"/{town.tenant.slug}/hang-loat/gui-cap-tren"
    preview = office.get(f"{bulk}?ho_so={first.code}").text
    walk.judge(preview, bulk)
    form = fields_of(preview) | {"number": "31-TTr/ĐU", "signed_on": show_date(today)}
    assert office.post(bulk, data=form).status_code == 303
    walk.again()
    assert committees.own_dossier(town, ward).state == "city_appraisal"
    submission = walk.paper("D10", sitting_id=sitting.id)
    assert f"đề nghị công nhận “{own}” năm {year}" in submission
    assert f"1 {hoa_mai} {ward.chair.name} 100 3/3" in submission
    assert "B. Không đề nghị" in submission
    roster = walk.paper("D11", sitting_id=sitting.id)
    assert "Danh sách này có 01 đảng bộ." in roster
    assert f"Đơn vị: {hoa_mai}. MỤC LỤC" in walk.paper("D20", dossier_id=first.id)

    # The other committee goes the same way, by hand of its own people.
    held = meeting.opened(town, Gate.RECOMMENDATION, [second], other)
    meeting.vote(town, held, second, other, Votes(3))
    meeting.close(town, held, other)
    make.move(town, other.unit, "send_to_city", other.office, number="9-TTr/ĐU", signed_on=today)

    # The committee above appraises, and its body recognises both in one sitting.
    for at in (ward, other):
        committees.appraised(town, committees.own_dossier(town, at))
        make.move(
            town, at.unit, "conclude_city_appraisal", town.org_dept, words="Đủ điều kiện trình.",
            proposed_rating="good",
        )  # fmt: skip
        town.session.commit()
    report = walk.paper("D13", dossier_id=first.id)
    assert f"công nhận “{own}” năm {year} của {hoa_mai}" in report
    assert "Đảng bộ tự chấm 100 điểm, thẩm định 100 điểm." in report
    city = walk.prepared(town.org_dept, "cong-nhan", town.root.code, [first, second])
    hall = walk.room(city, town.org_dept, town.chair, town.members[0])
    place = f"{hall.address}/bieu-quyet"
    prepared = walk.reads(town.org_dept, f"/phien-hop/{city.code}")
    assert "Còn 2 đảng bộ chưa ghi" in prepared
    rate = {"viec": "xep-loai", "number": "99-QĐ/Th.U", "decided_on": show_date(today)}
    answer = hall.recorder.post(place, data={**boxes_of(hall.page(), "/bieu-quyet"), **rate})
    assert answer.status_code == 303
    assert hall.open_().status_code == 303
    hall.press("co-mat-du")
    opened = hall.page()
    walk.judge(opened, "the open sitting")
    assert hall.press("con-lai").status_code == 303
    for page in ("", "/trinh-chieu", "/in", "/chot"):
        walk.reads(town.chair, f"/phien-hop/{city.code}{page}")
    assert hall.close().status_code == 303
    walk.again()
    decision = town.session.scalars(select(Decision).where(Decision.kind == RECOGNITION)).one()
    minutes = walk.paper("D9", sitting_id=city.id)
    assert f"Công nhận danh hiệu “{own}” năm {year} đối với 02 đảng bộ." in minutes
    walk.reads(town.org_dept, f"/phien-hop/{city.code}")

    # The decision is numbered; the Giấy khen have one of their own, and a register.
    numbered(walk, decision, "125-QĐ/Th.U")
    assert "2 đảng bộ được công nhận" in walk.reads(
        town.city_office, f"/quyet-dinh/{decision.code}"
    )
    walk.reads(town.city_office, "/quyet-dinh")
    paper = walk.paper("D14", decision_id=decision.id)
    assert f"Công nhận danh hiệu “{own}” năm {year} đối với 02 đảng bộ" in paper
    assert "Xét Tờ trình số 31-TTr/ĐU" in paper
    assert "Văn phòng, Ban Tổ chức và các đảng bộ có tên tại Điều 1" in paper
    assert f"{hoa_mai} {ward.chair.name} 100 Hoàn thành tốt nhiệm vụ 3/3" in paper
    assert "Danh sách này có 02 đảng bộ." in paper
    office, there = walk.as_(town.city_office), f"/{town.tenant.slug}/quyet-dinh/{decision.code}"
    assert office.post(
        f"{there}/lap-giay-khen", data=form_at(office, there, last=False)
    ).status_code == 303  # fmt: skip
    merit = town.session.scalars(select(Decision).where(Decision.kind == MERIT)).one()
    numbered(walk, merit, "126-QĐ/Th.U")
    granted = walk.paper("D15", decision_id=merit.id)
    assert f"tặng Giấy khen cho các đảng bộ đạt danh hiệu “{own}” năm {year}" in granted
    given = {each.facts["unit"]: each for each in town.session.scalars(select(Certificate))}
    assert len(given) == 2
    own_sheet = f"/giay-khen/{given[hoa_mai].id}"
    for page in ("/giay-khen", f"/quyet-dinh/{merit.code}/giay-khen", own_sheet):
        assert hoa_mai in walk.reads(town.city_office, page)

    # It is made known, and the committee's own office hears of it.
    known = f"{there}/cong-bo/lam"
    answer = office.post(known, data=form_at(office, known) | {"level": "public", "shown": "merit"})
    assert answer.status_code == 303
    walk.again()
    do_all(town)
    told = town.session.scalars(
        select(Notice).where(Notice.person_id == ward.office.id, Notice.dossier_id == first.id)
    ).all()
    assert told
    assert "công bố" in walk.reads(ward.office, "/tin-nhan").lower()
    result = walk.reads(ward.office, f"/ho-so/{first.code}/ket-qua")
    assert f"Đảng bộ được công nhận {own} năm {year}" in result
    assert "Kết quả biểu quyết" not in result  # what was voted above is not for the unit
    above = walk.reads(town.org_dept, f"/ho-so/{first.code}/ket-qua")
    assert "Kết quả biểu quyết" in above
    notice = walk.paper("D16", dossier_id=first.id)
    assert f"Kết quả: công nhận danh hiệu “{own}” (3/3 tán thành)." in notice
    assert f"Kính gửi: {hoa_mai}" in notice
    codes = [
        decision.public_code, merit.public_code, given[hoa_mai].public_code,
        town.session.scalars(
            select(Recognition.public_code).where(Recognition.dossier_id == first.id)
        ).one(),
    ]  # fmt: skip
    for code in codes:
        public = browser.get(f"/xac-nhan/{code}").text
        walk.judge(public, "the public check")
        assert own in text_of(public)
        assert "Có thật, còn hiệu lực" in text_of(public)
    assert walk.wrong == []


def test_own_body_that_does_not_propose_gives_the_year_back(town: Town, sign_in: SignIn) -> None:
    (dossier,) = committees.awaiting_own_review(town, town.ward)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward)
    meeting.vote(town, sitting, dossier, town.ward, Votes(1, against=2))
    town.session.commit()
    walk = Walk(town, sign_in)
    check = walk.reads(town.ward.chair, f"/phien-hop/{sitting.code}/chot")
    assert "Chuyển sang «Đang tự đánh giá»" in check

    meeting.close(town, sitting, town.ward)

    assert committees.own_dossier(town, town.ward).state == "self_assessment"
    assert "Không thông qua hoặc để lại: 01 đảng bộ." in walk.paper("D9", sitting_id=sitting.id)
