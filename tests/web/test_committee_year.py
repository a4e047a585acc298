"""A committee's whole year through its pages: from its registration to its title, and after."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tenants import clock
from tenants.people import Person
from tenants.text.dates import show_date
from tests.committees import attach_what_is_asked, opened_with_shipped
from tests.make import Town
from tests.web.appraisal.test_sheet import form_of
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, main_of, text_of
from tests.web.sittings.boxes import boxes_of
from tests.web.sittings.conftest import Room
from workflows.decisions.tables import Recognition
from workflows.dossiers.contents import criteria_of, tally_of
from workflows.dossiers.tables import CellTally, Purpose, QualityRating, Rating
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.tables import Gate

OF_CELLS = ("Chi bộ họp", "chi bộ họp", "Chi bộ tự chấm", "Chi bộ đăng ký", "đảng viên tán thành")


class Year:
    """The dossier and the browsers of those who work on it."""

    def __init__(self, town: Town, sign_in: SignIn) -> None:
        self.town, self.sign_in = town, sign_in
        self.dossier = opened_with_shipped(town)
        self.address = f"/{town.tenant.slug}/ho-so/{self.dossier.code}"
        self.today = show_date(clock.today(town.session))
        self.browsers: dict[Person, FlaskClient] = {}

    def browser(self, person: Person) -> FlaskClient:
        """Return somebody's browser."""
        if person not in self.browsers:
            self.browsers[person] = self.sign_in(self.town, person)
        return self.browsers[person]

    def reads(self, person: Person, page: str = "") -> str:
        """Return the words of a page of the dossier; none of them takes it for a cell's."""
        answer = self.browser(person).get(f"{self.address}{page}")
        assert answer.status_code == 200, (page, answer.status_code)
        words = text_of(answer.text)
        assert [said for said in OF_CELLS if said in words] == [], page
        return words

    def does(self, person: Person, word: str, **typed: str) -> TestResponse:
        """Fill a page's form in and send it."""
        browser, address = self.browser(person), f"{self.address}/{word}"
        answer = browser.post(address, data=form_at(browser, address) | typed)
        assert answer.status_code == 303, errors_of(answer.text) or text_of(answer.text)
        return answer

    @property
    def state(self) -> str:
        """Where the dossier stands now."""
        self.town.session.rollback()
        self.town.session.expire_all()
        return self.dossier.state

    def sits(self, gate: Gate, recorder: Person, chair: Person) -> Room:
        """Prepare and open a sitting on the dossier alone, everybody there."""
        town, body = self.town, self.town.ward.body
        if gate is Gate.RECOGNITION:
            body = town.body
        sitting = prepare_sitting(
            town.session, body, town.campaign, gate, planned_on=clock.today(town.session),
            dossier_ids=[self.dossier.id], actor=town.member(recorder),
        )  # fmt: skip
        town.session.commit()
        room = Room(town, sitting, self.browser(recorder), self.browser(chair), self.browser(chair))
        assert room.open_().status_code == 303
        room.press("co-mat-du")
        return room


def test_committee_goes_from_registration_to_its_title(town: Town, sign_in: SignIn) -> None:
    year = Year(town, sign_in)
    office, chair, org = town.ward.office, town.ward.chair, town.org_dept

    _registers(year, office)
    _assesses(year, office)
    proposed = year.sits(Gate.RECOMMENDATION, office, chair)
    proposed.press("con-lai")
    proposed.close()
    assert year.state == "proposed"
    year.does(office, "gui-cap-tren", number="31-TTr/ĐU", signed_on=year.today)
    assert year.state == "city_appraisal"
    _appraises(year, org)
    _recognises(year, org)

    result = year.reads(office, "/ket-qua")
    assert f"Đảng bộ được công nhận Đảng bộ cơ sở 4 tốt năm {town.campaign.year}" in result
    assert town.session.scalars(select(Recognition.dossier_id)).one() == year.dossier.id
    _hears_of_a_later_change(year, org)


def _registers(year: Year, office: Person) -> None:
    asked = year.reads(office, "/nop-dang-ky")
    assert "Đăng ký Đảng bộ cơ sở 4 tốt năm" in asked
    assert "Ngày Ban Thường vụ Đảng ủy họp thống nhất đăng ký" in asked
    assert "Số ủy viên tán thành, trên tổng số 3" in asked
    too_few = year.browser(office).post(
        f"{year.address}/nop-dang-ky",
        data=form_at(year.browser(office), f"{year.address}/nop-dang-ky")
        | {"met_on": year.today, "in_favour": "1"},
    )
    assert errors_of(too_few.text) == [
        "Ban Thường vụ Đảng ủy chưa thông qua: cần từ 2 trên 3 ủy viên tán thành."
    ]

    year.does(office, "nop-dang-ky", met_on=year.today, in_favour="2")

    tally = tally_of(year.town.session, year.dossier.id, Purpose.REGISTRATION)
    assert tally is not None
    assert (tally.in_favour, tally.base, tally.base_reason) == (2, 3, "")
    city = year.town.city_office
    for word in ("tiep-nhan", "cho-thuc-hien", "mo-tu-danh-gia"):
        year.does(city, word)
    assert year.state == "self_assessment"
    assert "Nội dung hồ sơ là của đảng bộ cho đến khi đảng bộ gửi đi." in year.reads(city)
    shown = year.reads(office)
    assert "Ban Thường vụ Đảng ủy thông qua Họp ngày" in shown
    assert "2 trên 3 ủy viên tán thành" in shown


def _assesses(year: Year, office: Person) -> None:
    """Answer group by group, and send without a vote: the committee's own body sits on it."""
    attach_what_is_asked(year.town, year.dossier)
    for group in criteria_of(year.dossier).groups:
        levels = {
            f"level-{criterion.key}": criteria_of(year.dossier).best_of(criterion).key
            for criterion in group.criteria
        }
        year.does(office, f"nhom/{group.key}", **levels)
    words = year.reads(office, "/nhom/IV")
    assert "Tính từ chi bộ: 0/2 = 0 %, mức Chưa đạt Số đến nay." in words
    check = year.browser(office).get(f"{year.address}/nop-tu-danh-gia").text
    assert "Còn 2 chi bộ chưa xong; số trên còn thay đổi" in text_of(check)
    assert 'name="in_favour"' not in check

    year.does(office, "nop-tu-danh-gia")

    assert year.state == "awaiting_own_review"
    votes = select(CellTally.id).where(CellTally.purpose == Purpose.SELF_ASSESSMENT)
    assert year.town.session.scalars(votes).all() == []
    year.reads(office, "/nop-tu-danh-gia/bien-nhan")


def _appraises(year: Year, org: Person) -> None:
    town, browser = year.town, year.browser(org)
    assert "Chưa kết luận được: còn 2 chi bộ chưa xong." in year.reads(org)
    assert f'href="{year.address}/tham-dinh"' in browser.get(year.address).text
    sheet = f"{year.address}/tham-dinh"
    assert browser.post(sheet, data=form_of(browser, sheet) | {"agree": "1"}).status_code == 303
    first, second = (town.dossier(cell) for cell in town.ward.cells)
    first.state, second.state = "recognized", "on_hold"
    town.session.commit()
    words = year.reads(org, "/ket-luan-tham-dinh-cap-tren")
    assert "Tính từ chi bộ: 1/2 = 50 %, mức Đạt Số đến nay." in words
    assert f"1 chi bộ đang tạm dừng: vẫn trong tổng số, không được đếm. {second.unit.name}" in words
    second.state = "recognized"
    for cell in (first, second):
        town.session.add(
            QualityRating(
                dossier_id=cell.id, rating=Rating.GOOD, number="98-QĐ/Th.U",
                decided_on=clock.today(town.session), entered_at=clock.now(town.session),
                entered_by="Đặng Văn Quý",
            )
        )  # fmt: skip
    town.session.commit()

    year.does(org, "ket-luan-tham-dinh-cap-tren", words="Đủ điều kiện", proposed_rating="good")

    assert year.state == "awaiting_city_decision"
    assert (year.dossier.eligible, str(year.dossier.appraised_total)) == (True, "100.00")
    assert "Tính từ chi bộ: 2/2 = 100 %, mức Tốt" in year.reads(org, "/tham-dinh")


def _recognises(year: Year, org: Person) -> None:
    town = year.town
    room = year.sits(Gate.RECOGNITION, org, town.chair)
    boxes = boxes_of(room.page(), "/bieu-quyet")
    decided = {"viec": "xep-loai", "number": "99-QĐ/Th.U", "decided_on": year.today}
    answer = room.recorder.post(f"{room.address}/bieu-quyet", data={**boxes, **decided})
    assert answer.status_code == 303
    room.press("con-lai")
    room.close()
    assert year.state == "recognized"


def _hears_of_a_later_change(year: Year, org: Person) -> None:
    """A title that a cell loses is told beside the committee's; nothing is scored again."""
    town, total = year.town, year.dossier.appraised_total
    cell = town.dossier(town.ward.cells[0])
    assert "đã thay đổi sau khi kết luận" not in year.reads(org)
    cell.state = "revoked"
    town.session.commit()

    words = year.reads(org)

    assert "Kết quả của 1 chi bộ đã thay đổi sau khi kết luận." in words
    good = "hoàn thành tốt nhiệm vụ"
    assert f"{cell.unit.name}: Được công nhận, {good} → Đã thu hồi, {good}" in words
    assert "2/2 = 100 %, mức Tốt nay là 1/2 = 50 %" in words
    town.session.expire_all()
    assert year.dossier.appraised_total == total


def test_whoever_sees_no_cell_gets_numbers_only(town: Town, sign_in: SignIn) -> None:
    year = Year(town, sign_in)
    year.dossier.state = "awaiting_own_review"
    year.dossier.assessed_on = clock.today(town.session)
    town.session.commit()
    year.sits(Gate.RECOMMENDATION, town.ward.office, town.ward.chair)
    answer = year.browser(town.ward.chair).get(year.address)
    assert answer.status_code == 200, answer.text
    page = main_of(answer.text)
    names = [cell.name for cell in town.ward.cells]

    assert "2 chi bộ đồng chí không xem được hồ sơ, chỉ tính vào số." in text_of(answer.text)
    assert [name for name in names if name in page] == []
    assert all(name in year.reads(town.ward.office) for name in names)
