"""How text is kept, and the keys by which it is found and told apart."""

from __future__ import annotations

import re
import unicodedata

from tenants.text.abbreviations import write_out

_TONE = re.compile("([\u0300\u0309\u0303\u0301\u0323])")
_MARKS = re.compile("[\u0300-\u036f]")
_PLACES = (
    ("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"),
    ("òe", "oè"), ("óe", "oé"), ("ỏe", "oẻ"), ("õe", "oẽ"), ("ọe", "oẹ"),
    ("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("ũy", "uỹ"), ("ụy", "uỵ"),
)  # fmt: skip
_NEW_OF = dict(_PLACES)
_OLD_OF = {new: old for old, new in _PLACES}
# «quý» has its tone on «y» in both: «qu» is one sound.
_OLD_PLACE = re.compile(rf"(?<!q)({'|'.join(_NEW_OF)})(?!\w)", re.IGNORECASE)
_NEW_PLACE = re.compile(rf"(?<!q)({'|'.join(_OLD_OF)})(?!\w)", re.IGNORECASE)
_SILENT = ("Cc", "Cf", "Co", "Cs")


def normalise(text: str) -> str:
    """Return the one form in which text is kept: NFC, single spaces, nothing unseen."""
    composed = unicodedata.normalize("NFC", text)
    if not composed.isprintable():
        composed = "".join(letter for letter in composed if _is_seen(letter))
    return " ".join(composed.split())


def search_key(text: str) -> str:
    """Return text as it is searched: small letters, no marks, ``đ`` as ``d``, single spaces."""
    lowered = normalise(text).lower().replace("đ", "d")
    if lowered.isascii():
        return lowered
    return _MARKS.sub("", unicodedata.normalize("NFD", lowered))


def search_forms(text: str) -> tuple[str, ...]:
    """Return the search key, and a second one with abbreviations written out if it differs.

    ``TDP 12`` gives ``("tdp 12", "to dan pho 12")``. A list that keeps all forms of a
    name is found by any form of the question.
    """
    return tuple(dict.fromkeys((search_key(text), search_key(write_out(normalise(text))))))


def tone_places(text: str) -> tuple[str, ...]:
    """Return text with the tone of ``hòa`` and ``ủy`` in the old place, and in the new one.

    Both are in use; a name is found as it was typed whichever of them its list took.
    """
    letters = normalise(text)
    old = old_place(letters)
    new = _OLD_PLACE.sub(lambda found: _cased(_NEW_OF[found[0].lower()], found[0]), letters)
    return tuple(dict.fromkeys((letters, old, new)))


def old_place(text: str) -> str:
    """Return text with the tone where administrative writing has it: ``hòa``, ``ủy``."""
    return _NEW_PLACE.sub(lambda found: _cased(_OLD_OF[found[0].lower()], found[0]), text)


def spelling_key(text: str) -> str:
    """Return a key that is the same for every spelling of one name, and only of that name.

    Letter case, spaces, points, abbreviations, zeros before a number and the place of
    the tone (``hòa``, ``hoà``; ``ủy``, ``uỷ``) do not count. Accents do: ``Hạ`` is not ``Hà``.
    """
    written = write_out(normalise(text)).lower()
    words = re.findall(r"[^\W_]+", written)
    return " ".join(_tone_last(word.lstrip("0") or "0") for word in words)


def _cased(letters: str, like: str) -> str:
    return "".join(
        letter.upper() if shape.isupper() else letter
        for letter, shape in zip(letters, like, strict=True)
    )


def _is_seen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in _SILENT


def _tone_last(word: str) -> str:
    if word.isascii():
        return word
    bare, *tones = _TONE.split(unicodedata.normalize("NFD", word), maxsplit=1)
    return "".join((bare, *tones[1:], *tones[:1]))
