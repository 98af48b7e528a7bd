"""The officer's half-filled form and the person's own words: two versions on the page, hers counts."""

from backend.applications import form as forms
from backend.applications.dossier import own_application
from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.people import mandate_details, mandates
from contract.application import PutField
from tests.backend.desk import Desk
from tests.console.console import Browser
from tests.console.helping import checks, fills, takes_in, the_case, the_mandate
from tests.console.helping import deng as deng
from tests.console.helping import village as village
from tests.people import WANG_XIUYING

HERS = Caller(Citizen("web", WANG_XIUYING.chat_id))


async def test_a_line_she_has_changed_is_shown_with_both_words_and_hers_is_kept(deng: Browser, village: Desk) -> None:
    page = await checks(deng, await takes_in(deng))
    page = await fills(deng, await deng.send(page.form("/begin"), agreed="yes"))
    case, mandate = the_case(village).id, the_mandate(village)
    code = village.work.read_now(SYSTEM, lambda unit: mandate_details.shown_code(unit, mandate))
    village.work.do_now(HERS, mandates.confirm, code)

    def changes(unit: Unit) -> None:
        own_application(unit, case, to_change=True).row.editing = "education"
        forms.put_field(unit, case, "education", PutField(text="高中"))

    open_page = await deng.get(page.response.url.path)
    education = dict(open_page.form("/form").fields)
    village.work.do_now(HERS, changes)
    sent = await deng.send(open_page.form("/form"), **{"f.education": "大专", "f.political": "中共党员"})
    assert sent.status == 409
    assert "这一行在您填写期间改过" in sent.text
    assert "您写的是“大专”，没有保存" in sent.text
    assert "#f.education" in sent.links
    again = dict(sent.form("/form").fields)
    assert again["w.education"] != education["w.education"]
    assert again["w.political"] != education["w.political"], "the other line was kept"
    done = await deng.send(sent.form("/form"), **{"f.education": "大专"})
    assert done.status == 200, "who has seen it may change it"
