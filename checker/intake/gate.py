"""What a Word file must pass before anything in it is parsed, beside what `packed` asks of any packed file."""

from __future__ import annotations

from checker.errors import say
from checker.packed import opened, outside, parts, plain, refused

_MAIN = "word/document.xml"
_MEND = say("请在 Word 或 WPS 中打开，另存为新的 .docx", "open it in Word or WPS and save it as a new .docx")


def is_word(raw: bytes, name: str) -> bool:
    """Whether the packed file is a Word document. BadInput for one that is damaged."""
    with opened(raw, name, _MEND) as archive:
        return _MAIN in archive.namelist()


def admit(raw: bytes, name: str) -> int:
    """BadInput unless the Word file is harmless; the number of links that lead outside (they are not followed)."""
    links = 0
    with opened(raw, name, _MEND) as archive:
        for part, data in parts(archive, name, _MEND):
            if plain(part).endswith(".rels"):
                found = outside(data)
                if any(b"/hyperlink" not in link for link in found):
                    what = say(
                        "引用了外部内容（模板、图片或对象）", "refers to outside content (template, image, object)"
                    )
                    raise refused(name, what, "", _MEND)
                links += len(found)
    return links
