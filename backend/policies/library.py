"""The documents to read: their articles word for word, and which of them answer a question."""

from collections.abc import Iterable, Iterator

from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.policies.days import day_words
from backend.policies.search import MOST, Hit, Index, index_of, marked
from backend.policies.spans import asks_how_long, says_how_long
from backend.policies.spoken import pack_of, spoken
from backend.rules import Pack
from backend.rules.full_text import FullText, Provision
from contract.base import DEFAULT_LANGUAGE
from contract.policy import (
    Article,
    ArticleLine,
    AskPolicy,
    Contents,
    Passage,
    Platform,
    PolicyAnswer,
    PolicyAnswers,
    PolicyDocument,
)
from locales import translator

FIRST_WORDS = 14
"""Characters of an article without a heading that stand in the contents."""
NEARLY_ALL = 0.8
"""The part of a provision a citation must hold for its translation to stand for the whole."""


def documents(unit: Unit) -> tuple[PolicyDocument, ...]:
    """Every document that can be read here, in the caller's language."""
    packs = spoken(unit).packs
    return tuple(document(unit, packs[pack]) for pack in unit.services.catalogue.texts if pack in packs)


def document(unit: Unit, pack: Pack) -> PolicyDocument:
    """How a document is named beside its articles. ``pack`` speaks the caller's language."""
    _ = translator("citizen", unit.language)
    in_force = _("实施时间：{day}。如有新的政策，以新的为准。").format(day=pack.valid_from)
    return PolicyDocument(
        id=pack.id,
        title=pack.title,
        number=pack.number,
        city=pack.region_name,
        basis=pack.legal_basis,
        term=pack.validity_notice(unit.today) or in_force,
        expired=pack.expired(unit.today),
        verified=_("核对于{day}。").format(day=day_words(unit.language, pack.verified_on)),
        telephone=pack.telephone,
    )


def contents(unit: Unit, pack_id: str) -> Contents:
    """The articles of a document. Raises 404 ``policy.not_found``."""
    pack, text = pack_of(unit, pack_id), _text(unit, pack_id)
    return Contents(document=document(unit, pack), articles=tuple(_lines(text)))


def article(unit: Unit, pack_id: str, number: int) -> Article:
    """One article with all that is listed under it. Raises 404 ``policy.not_found`` and ``article.not_found``."""
    pack, text = pack_of(unit, pack_id), _text(unit, pack_id)
    lines = list(_lines(text))
    if not 1 <= number <= len(lines):
        raise not_found("article")
    whole = text.articles[number - 1]
    own = [_passage(unit, pack, text, whole, whole.text)] if whole.text else []
    listed = (_passage(unit, pack, text, each, printed(each)) for part in whole.parts for each in part.walk())
    return Article(
        document=document(unit, pack), line=lines[number - 1], passages=(*own, *listed), last=len(lines)
    )


def ask(unit: Unit, question: AskPolicy) -> PolicyAnswers:
    """The provisions that answer, by document, the document with the best answer first; nothing is kept.

    Without a city every document says its best, and which is silent is seen; no answers where all are.
    Raises 404 ``policy.not_found``.
    """
    wanted = [pack_of(unit, question.pack)] if question.pack else list(spoken(unit).packs.values())
    found = [(pack, _index(unit, pack.id).best(question.text)) for pack in wanted if _readable(unit, pack.id)]
    if not any(hits for _pack, hits in found):
        return PolicyAnswers(answers=())
    found.sort(key=lambda one: -max((hit.share for hit in one[1][:1]), default=0.0))
    most = 1 if len(found) > 1 else MOST
    return PolicyAnswers(
        answers=tuple(_answer(unit, pack, hits[:most], question.text) for pack, hits in found)
    )


def place_of(unit: Unit, pack_id: str, word: str) -> str:
    """The first provision that has this word, 第七条第（三）项; empty where the document has it nowhere."""
    text = unit.services.catalogue.texts.get(pack_id)
    provisions = (each for article in text.articles for each in article.walk()) if text else ()
    return next((each.place for each in provisions if word in each.text), "")


def printed(provision: Provision) -> str:
    """An item with its mark, as it stands in the document: （一）申请。…"""
    mark = "" if provision.place == provision.mark else provision.mark
    return mark + "\n".join(filter(None, (provision.title, provision.text)))


def _answer(unit: Unit, pack: Pack, hits: Iterable[Hit], question: str) -> PolicyAnswer:
    text = unit.services.catalogue.texts[pack.id]
    passages = tuple(
        _passage(unit, pack, text, hit.provision, _with_its_list(hit.provision), hit.words) for hit in hits
    )
    platforms = _platforms(unit, pack, passages)
    return PolicyAnswer(
        document=document(unit, pack),
        passages=passages,
        note=_note(unit, passages, question),
        platforms=platforms,
        ask=_whom_to_ask(unit, pack) if platforms else "",
    )


def _platforms(unit: Unit, pack: Pack, passages: Iterable[Passage]) -> tuple[Platform, ...]:
    """What the document names for those who start a business, where an answer is the provision that names it (GZ-36)."""
    places = {passage.place for passage in passages}
    original = unit.services.catalogue.packs[pack.id].citations
    named = (one for one in pack.platforms if original[one.citation_id].article in places)
    return tuple(Platform(label=one.label, help=one.help) for one in named)


def _whom_to_ask(unit: Unit, pack: Pack) -> str:
    _ = translator("citizen", unit.language)
    return _("文件没有写网址。请到街（镇）、区公共就业服务机构问，或拨打{telephone}。").format(telephone=pack.telephone)


def _note(unit: Unit, passages: tuple[Passage, ...], question: str) -> str:
    """Said below the best passage where somebody asks how long and it gives no length of time."""
    if not passages or not asks_how_long(question) or says_how_long(passages[0].text):
        return ""
    _ = translator("citizen", unit.language)
    return _("这里没有写明要多少天、多少个月，我不猜。请问经办机构。")


def _with_its_list(provision: Provision) -> str:
    """The whole provision where its words only announce a list, else its own words."""
    own = "\n".join(filter(None, (provision.title, provision.text)))
    if own and not provision.introduces:
        return own
    return "\n".join(filter(None, (own, *(printed(each) for part in provision.parts for each in part.walk()))))


def _passage(
    unit: Unit, pack: Pack, text: FullText, provision: Provision, words: str, named: Iterable[str] = ()
) -> Passage:
    return Passage(
        place=provision.place,
        article=_number_of(text, provision),
        text=words,
        marks=marked(words, named),
        translation=_translation(unit, pack, provision),
    )


def _number_of(text: FullText, provision: Provision) -> int:
    places = [article.place for article in text.articles]
    return next(number for number, place in enumerate(places, 1) if provision.place.startswith(place))


def _translation(unit: Unit, pack: Pack, provision: Provision) -> str:
    """The translation of the citation that quotes this provision whole; empty for who reads Chinese."""
    if unit.language == DEFAULT_LANGUAGE:
        return ""
    original = unit.services.catalogue.packs[pack.id].citations
    for cited in original.values():
        if cited.article == provision.place and len(cited.text) >= NEARLY_ALL * len(provision.text):
            return pack.citations[cited.id].text
    return ""


def _lines(text: FullText) -> Iterator[ArticleLine]:
    for number, each in enumerate(text.articles, 1):
        yield ArticleLine(
            number=number,
            place=each.place,
            title=each.title,
            beginning=each.title or _beginning(each),
            chapter=text.chapter_of(each),
        )


def _beginning(provision: Provision) -> str:
    words = provision.text.replace("\n", "")
    return words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS] + "…"


def _readable(unit: Unit, pack_id: str) -> bool:
    return pack_id in unit.services.catalogue.texts


def _text(unit: Unit, pack_id: str) -> FullText:
    found = unit.services.catalogue.texts.get(pack_id)
    if found is None:
        raise not_found("policy")
    return found


def _index(unit: Unit, pack_id: str) -> Index:
    return index_of(_text(unit, pack_id), unit.services.catalogue.synonyms)
