"""`jituan import` and `rules new`: what is read, what is left open, what is refused; and a draft judges nobody."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker import cli, house
from checker.drafting import files, forms
from checker.drafting.book import DraftBook, draft
from checker.drafting.duties import Duty, duties, signs
from checker.drafting.hints import Known
from checker.drafting.register import Register, register
from checker.errors import BadInput
from checker.rulebook import citations, load
from checker.rulebook.coverage import coverage
from checker.rulebook.lock import make_lock
from checker.rulebook.pending import pending
from checker.wording import lexicon as words
from checker.wording.outline import outline
from checker.wording.reading import read
from checker.wording.text import normalise

ROOT = Path(__file__).parents[1]
INVENTED = ROOT / "tests/data/invented-policy.txt"
TUTORIAL = ROOT / "tests/data/tutorial/yanping-2031.txt"
KNOWN = Known(
    bearers={"group": {"zh": "教育集团", "body": "group"}, "authority": {"zh": "主管部门", "body": "authority"}},
    topics={"meetings": {"zh": "会议"}, "funding": {"zh": "经费"}},
    periods=("month", "semester", "year", "school_year"),
    measures={"council_meetings": ("times", {"zh": "理事会议"}), "lead_schools": ("schools", {"zh": "龙头学校数"})},
)


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def jituan(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Call the command in this process, in an empty folder."""
    for name in ("JITUAN_RULES", "JITUAN_SOURCES"):
        monkeypatch.delenv(name, raising=False)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)

    def call(*arguments: str | Path) -> Done:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main([str(one) for one in arguments])
        printed = capfd.readouterr()
        return Done(int(left.value.code or 0), printed.out, printed.err)

    return call


@cache
def lexicon() -> words.Lexicon:
    return words.load(house.rules_dir() / "vocabulary/wording")


def drafted(text: str) -> DraftBook:
    return draft(text, "policy.txt", "demo-2031", lexicon())


def written(text: str, folder: Path) -> Path:
    """The rulebook that the text gives, in a folder of its own."""
    made = files.all_files(drafted(text), KNOWN, "zh", file="demo-2031.txt", sha256="0" * 64, original=None)
    for path, content in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


def of(sentence: str) -> tuple[Duty, ...]:
    language = lexicon().choose(sentence)
    return duties(sentence, read(sentence, lexicon()), signs(language, forms.of(language.key)))


# what is drafted


@pytest.mark.parametrize("path", [INVENTED, TUTORIAL], ids=lambda one: one.stem)
def test_every_sentence_is_answered_and_every_quote_verbatim(path: Path, jituan: Any) -> None:
    assert jituan("import", path, "--id", "demo-2031").code == 0
    book = load.load(Path("demo-2031"))
    text = Path("demo-2031/demo-2031.txt").read_bytes().decode()
    assert citations.against_text(book, text) == []
    assert (text, book.rules, book.source.status) == (path.read_bytes().decode(), (), "draft")
    counted = coverage(book, make_lock(book, text))
    assert (counted.encoded, counted.open) == (0, ())
    assert counted.drafted == counted.with_norm > 0 and counted.drafts == len(book.drafts)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("教育集团应当制定章程。", [("must", "group", "教育集团应当制定章程")]),
        ("教育集团每月召开一次会议。", [(None, "group", "教育集团每月召开一次会议")]),
        ("鼓励集团共享课程。", [("may", None, "鼓励集团共享课程")]),
        ("原则上成员学校不超过 5 所，城区不超过3所。",
         [("default", None, "原则上成员学校不超过 5 所"), ("default", None, "城区不超过3所")]),
        ("县教育局应当拨付经费，不得截留。", [("must", "authority", "县教育局应当拨付经费"), ("must_not", "authority", "不得截留")]),
        ("教育集团应当公开账目，县教育局应当审计。",
         [("must", "group", "教育集团应当公开账目"), ("must", None, "县教育局应当审计")]),
        ("严格控制规模，一般不超过6所，最多不得超过8所。",
         [("default", None, "严格控制规模，一般不超过6所"), ("must_not", None, "最多不得超过8所")]),
        ("未经批准，不得跨县招生。", [("must_not", None, "未经批准，不得跨县招生")]),
        ("除特殊情况外，校长任期不超过两届，每届5年。",
         [(None, None, "除特殊情况外，校长任期不超过两届"), (None, None, "除特殊情况外，校长任期不超过两届，每届5年")]),
        ("不准收费；考核优秀的，由县里核定，给予10万元奖励。",
         [("must_not", None, "不准收费"), (None, None, "考核优秀的，由县里核定，给予10万元奖励")]),
        ("禁止收费，每年不少于2次，但经批准的除外。",
         [("must_not", None, "禁止收费，每年不少于2次，但经批准的除外"), (None, None, "每年不少于2次，但经批准的除外")]),
        ("教育集团设立理事会，理事会成员为7人。", [(None, "group", "教育集团设立理事会，理事会成员为7人")]),
        ("交流比例达到15%，得30分。", [("target", None, "交流比例达到15%"), (None, None, "得30分")]),
        ("各校“应当”相互支持（应当协商，不得推诿）。", [(None, None, "各校“应当”相互支持（应当协商，不得推诿）")]),
    ],
)  # fmt: skip
def test_duties_of_a_sentence(sentence: str, expected: list[tuple[str | None, str | None, str]]) -> None:
    found = [(one.modality, one.bearer if one.bearer in KNOWN.bearers else None, one.quote) for one in of(sentence)]
    assert found == expected


def test_what_is_certain_becomes_a_key_and_the_rest_a_comment(tmp_path: Path) -> None:
    folder = written(TUTORIAL.read_text(encoding="utf-8"), tmp_path)
    meetings = (folder / "2/1.yaml").read_text(encoding="utf-8")
    assert "  every: semester\n" in meetings and "  topic: meetings\n" in meetings
    assert "# require: [{measure: council_meetings, at_least: 2}]" in meetings
    assert "modality: " not in meetings.split("demo-2031/2.1/s3")[0] and "# 没有定值：大额\n" in meetings
    assert "  due: {by: 2031-12-31}\n" in (folder / "1/2.yaml").read_text(encoding="utf-8")
    assert "大额" in (folder / "questions.yaml").read_text(encoding="utf-8")
    items = load.document(folder / "2/1.yaml", "rules").data["rules"]
    assert set(items[0]) == {"id", "draft", "at", "title", "quote", "bearer", "subject", "topic", "every"}
    assert not any("require" in one or "cases" in one for one in items), "no bound becomes a rule by itself"


_PIECES = st.sampled_from(
    ["一、", "（一）", "1.", "第一条 ", "附件1", "\n", "。", "；", "，", "应当", "不得", "原则上", "每学期", "不少于2次", "集团", "县教育局",
     "“", "”", "（", "）", ": ", "#", "{a}", "[", "'", '"', "\\", "|", "\t", "no", "校", "会议", "大额", "2031年8月底前", "\x85", "\x07"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_whatever_is_drafted_loads_and_is_proved_by_its_text(text: str) -> None:
    text = "一、总则\n" + "集团应当开会，研究办学中的问题。" * 10 + "\n" + text
    with tempfile.TemporaryDirectory() as name:
        book = load.load(written(text, Path(name)))
    wrong = [problem.line() for problem in citations.against_text(book, text) if "sha256" not in problem.line()]
    assert wrong == []
    assert len({one.id for one in book.drafts}) == len(book.drafts)


def test_numbers_in_a_draft_are_those_of_its_sentence(tmp_path: Path) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    sentences = {one.place: one for one in outline(text)}
    for rule in drafted(text).rules:
        assert normalise(rule.duty.quote) in normalise(sentences[rule.at].text)
        for one in rule.duty.quantities:
            assert normalise(one.span.text) in normalise(sentences[rule.at].text)


_CLAUSES = st.sampled_from(
    ["教育集团设立理事会", "未经批准", "考核优秀的", "除特殊情况外", "不得跨县招生", "每年不少于2次", "但经批准的除外",
     "给予10万元奖励", "原则上不超过5所",
     "由县教育局核定", "各校应当公开账目（名单，账册）"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_CLAUSES, st.sampled_from("，，，；")), min_size=1, max_size=40))
def test_drafts_together_say_the_whole_sentence(pieces: list[tuple[str, str]]) -> None:
    """A draft leaves out nothing in silence, and none stands without the condition before it or the exception behind."""
    text = "".join(words + sign for words, sign in pieces)[:-1] + "。"
    found = of(text)
    assert found
    for one in found:
        assert one.quote in text and len(one.quote) <= 200
    for clause, _ in pieces:
        assert any(clause in said for one in found for said in (one.quote, *one.left_out)), clause
    for part in text[:-1].split("；"):
        for sign, other in (
            ("未经批准", "不得跨县招生"),
            ("考核优秀的", "给予10万元奖励"),
            ("但经批准的除外", "不得跨县招生"),
        ):
            if part.count(sign) != 1 or part.count(other) != 1 or text.count(other) != 1:
                continue
            if (part.index(sign) < part.index(other)) == (sign != "但经批准的除外"):
                assert all(sign in one.quote + "".join(one.left_out) for one in found if other in one.quote)


def test_a_sentence_that_is_not_proposed_away_has_a_draft() -> None:
    for path in (INVENTED, TUTORIAL):
        text = path.read_text(encoding="utf-8")
        made = drafted(text)
        kept = {one.place for one in outline(text)} - {place for place, _ in made.without_norm}
        assert kept == {rule.at for rule in made.rules} and kept


def test_what_was_not_understood_is_named_in_the_draft(tmp_path: Path) -> None:
    text = "一、总则\n县教育局每两年考核一次。教育集团不得接收超过8所学校，不得每月收费。\n" + "教育集团应当开会。" * 5
    made = (written(text, tmp_path) / "1.yaml").read_text(encoding="utf-8")
    assert "# 没有读懂：每两年\n" in made and "# 没有读懂：每月\n" in made and "every:" not in made
    assert "{measure: 指标, 比较待定: 8}" in made


def test_a_list_in_an_annex_is_no_title() -> None:
    text = (
        "一、总则\n"
        + "教育集团应当开会。" * 5
        + "\n附件1 集团名单\n序号 龙头学校 成员学校\n1 甲校 乙校、丙校\n2 丁校 戊校\n"
    )
    made = drafted(text)
    titles = {place for place, why in made.without_norm if why == "title"}
    listed = {one.place for one in outline(text) if "丙校" in one.text or "戊校" in one.text}
    assert listed and not listed & titles and listed <= {rule.at for rule in made.rules}


# the register

FRONT = "松谷区教育局文件\n松教〔2030〕9号\n关于印发《松谷区办学办法》的通知\n各校：\n现印发给你们。\n2030年3月1日\n松谷区办学办法\n"
BODY = "一、总则\n集团应当开会。\n"


def registered(text: str) -> Register:
    return register(outline(text), lambda line: read(line, lexicon()), forms.shipped()["zh"])


def test_the_register_takes_what_the_document_says_plainly() -> None:
    found = registered(FRONT + BODY + "二、附则\n本办法自印发之日起施行。\n")
    assert (found.title, found.number, found.issuer) == ("松谷区办学办法", "松教〔2030〕9号", "松谷区教育局")
    assert (found.issued, found.effective) == ("2030-03-01", "2030-03-01")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (BODY, "title"),
        ("松谷区推行集团化办学\n实施方案\n" + BODY, "title"),
        ("松谷区办学办法\n松谷区考核办法\n" + BODY, "title"),
        ("松谷区办学办法\n" + BODY, "number"),
        ("松教〔2030〕9号\n松教〔2030〕10号\n" + BODY, "number"),
        (BODY + "松谷区教育局\n松谷区财政局\n2030年3月1日\n", "issuer"),
        ("2030年3月1日\n2030年3月2日\n" + BODY, "issued"),
        (BODY + "二、附则\n本办法自下一学年起施行。\n", "effective"),
        (BODY + "二、附则\n本办法自印发之日起施行。\n", "effective"),
    ],
)  # fmt: skip
def test_the_register_never_guesses(text: str, key: str) -> None:
    assert getattr(registered(text), key) is None


def test_what_is_open_in_the_register_is_named_with_its_line(jituan: Any) -> None:
    Path("policy.txt").write_text(BODY, encoding="utf-8")
    done = jituan("import", "policy.txt", "--id", "demo-2031")
    assert "title number issuer issued effective jurisdiction scope" in done.out
    lines = Path("demo-2031/source.yaml").read_text(encoding="utf-8").splitlines()
    named = {}
    for problem in pending(load.load(Path("demo-2031"))):
        if found := re.fullmatch(r"demo-2031/source\.yaml:(\d+): 待填：(\w+)", problem.line()):
            named[found[2]] = lines[int(found[1]) - 1]
    assert set(named) == {"title", "number", "issuer", "issued", "effective", "jurisdiction", "scope"}
    assert all(line.startswith((f"{key}: null", f'{key}: ""')) for key, line in named.items())


def test_another_coding_keeps_the_hash_of_the_original(jituan: Any) -> None:
    Path("policy.txt").write_bytes(TUTORIAL.read_text(encoding="utf-8").encode("gb18030"))
    assert jituan("import", "policy.txt", "--id", "demo-2031").code == 0
    source = load.document(Path("demo-2031/source.yaml"), "source").data
    assert source["original"]["file"] == "policy.txt" and source["original"]["sha256"] != source["sha256"]
    assert jituan("rules", "verify", "demo-2031", "--sources", "demo-2031", "--write").code == 0


# a draft judges nobody


@pytest.fixture
def imported(jituan: Any) -> Path:
    assert jituan("import", TUTORIAL, "--id", "yanping-2031").code == 0
    Path("group.yaml").write_text(
        "body: {kind: group, id: g, name: 甲集团, region: yanping-2031, founded: 2031-09-01}\nas_of: 2032-01-31\n",
        encoding="utf-8",
    )
    return Path("yanping-2031")


def test_nothing_is_checked_by_a_rulebook_with_drafts(imported: Path, jituan: Any, monkeypatch: Any) -> None:
    done = jituan("check", "group.yaml", "--rules", imported)
    assert (done.code, done.out) == (3, "")
    assert "处未经确认" in done.err and "source.yaml:15" in done.err
    monkeypatch.setenv("JITUAN_RULES", str(Path.cwd()))
    assert jituan("check", "group.yaml").code == 3
    assert jituan("--lang", "en", "explain", "2.1/s2").code != 0


def test_one_draft_is_enough_to_refuse(imported: Path, jituan: Any) -> None:
    register = imported / "source.yaml"
    text = register.read_text(encoding="utf-8").replace("draft: true, ", "")
    text = re.sub(r"jurisdiction: null.*", "jurisdiction: [甲县]", text)
    register.write_text(re.sub(r"scope: null.*", "scope: {zh: 甲}", text), encoding="utf-8")
    done = jituan("check", "group.yaml", "--rules", imported)
    assert done.code == 3 and "1/1.yaml:3" in done.err
    book = load.load(imported)
    assert len(pending(book)) == len(book.drafts) == 9


def test_list_and_lint_tell_drafts_apart(imported: Path, jituan: Any) -> None:
    assert "另有 9 条草稿" in jituan("rules", "list", imported).out
    done = jituan("rules", "lint", imported)
    assert done.code == 1 and done.out.count("待确认：草稿") == 9
    assert "2/1.yaml:3: 待确认：草稿 yanping-2031/2.1/s2" in done.out


def test_a_confirmed_draft_must_be_whole(imported: Path, jituan: Any) -> None:
    """Taking `draft: true` away makes it a rule, and each key that a rule needs is named with its place."""
    path = imported / "2/1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  draft: true\n", "", 1), encoding="utf-8")
    done = jituan("rules", "lint", imported)
    assert done.code == 3
    for key in ("modality", "basis", "cases"):
        assert f"yanping-2031/2/1.yaml:3:3: 缺少键“{key}”" in done.err
    assert "must" in done.err, "what may stand there is said too"


def test_cases_wait_for_the_day_of_effect(imported: Path, jituan: Any) -> None:
    path = imported / "2/2.yaml"
    whole = "  modality: may\n  bearer: member\n  subject: group\n  topic: staff\n  basis: none\n  cases: [{given: {}, expect: info}]\n"
    text = path.read_text(encoding="utf-8")
    quote = re.search(r"  quote: .*\n", text)
    assert quote
    head = text.split("  draft: true\n")[0] + text.split("  draft: true\n")[1].split(quote[0])[0]
    path.write_text(head + quote[0] + whole, encoding="utf-8")
    register = imported / "source.yaml"
    text = register.read_text(encoding="utf-8")
    register.write_text(re.sub(r"effective: .*", "effective: null", text), encoding="utf-8")
    assert jituan("rules", "test", imported).code == 3


# what is refused


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("从前有一座山，山上有一座庙。\n庙里有个老和尚。\n", "没有找到条款"),
        ("一、山\n从前有一座山。\n二、庙\n山上有一座庙。\n", "没有找到条款"),
        ("一、总则\n集团应当开会。\n" + "第" * 20_001, "policy.txt:3: 这一行过长"),
        ("一、总则\n集团应当开会。\n" + ("各校" * 1_000 + "\n") * 2, "这一句过长"),
        ("一、总则\n" + "集团应当开会。\n" * 20_001, "行数过多"),
        ("一、总则\n" + ("集团应当开会。" * 500 + "\n") * 11, "句子过多"),
        ("一、总则\n" + ("集团应当开会，" * 200 + "。\n") * 16, "草稿过多"),
        ("一、总则\n" + "集团应当开会。\n" * 60_000, "文字过多"),
        ("\n \n", "policy.txt"),
        ("锟斤拷烫烫烫锟斤拷锟斤拷\ufffd\ufffd\ufffd锟斤拷" * 30, "policy.txt"),
    ],
    ids=["story", "numbered story", "line", "sentence", "lines", "sentences", "drafts", "letters", "empty", "mojibake"],
)
def test_refused_with_one_sentence_and_nothing_written(content: str, says: str, jituan: Any) -> None:
    Path("policy.txt").write_text(content, encoding="utf-8")
    done = jituan("import", "policy.txt", "--id", "demo-2031", "-o", "new")
    assert (done.code, done.out) == (3, "")
    assert says in done.err and len(done.err.splitlines()) == 1
    assert [path.name for path in Path().iterdir()] == ["policy.txt"]


@pytest.mark.parametrize("name", ["../demo", "a/b", "/x", "", "Demo", "a b", "甲", "-x", "x" * 61, "a\n", "."])
def test_an_id_leads_nowhere_else(name: str, jituan: Any) -> None:
    done = jituan("import", TUTORIAL, f"--id={name}")
    assert done.code == 2 and "Traceback" not in done.err
    assert not list(Path().iterdir())


def test_what_is_there_is_never_overwritten(jituan: Any, monkeypatch: Any) -> None:
    assert "nanyang-2023" in jituan("import", TUTORIAL, "--id", "nanyang-2023").err
    assert not list(Path().iterdir())
    Path("demo-2031").mkdir()
    assert jituan("import", TUTORIAL, "--id", "demo-2031").code == 0, "an empty folder may be used"
    before = {path: path.read_bytes() for path in Path("demo-2031").rglob("*") if path.is_file()}
    assert jituan("import", INVENTED, "--id", "demo-2031").code == 3
    assert before == {path: path.read_bytes() for path in Path("demo-2031").rglob("*") if path.is_file()}
    monkeypatch.setenv("JITUAN_RULES", str(Path.cwd()))
    assert jituan("import", TUTORIAL, "--id", "demo-2031", "-o", "other").code == 3
    Path("link").symlink_to("nowhere")
    monkeypatch.delenv("JITUAN_RULES")
    assert jituan("import", TUTORIAL, "--id", "link").code == 3
    assert sorted(path.name for path in Path().iterdir()) == ["demo-2031", "link"]


def test_a_failure_while_writing_leaves_nothing(jituan: Any, monkeypatch: Any) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        done = jituan("import", TUTORIAL, "--id", "demo-2031")
    assert done.code == 3 and "No space left" in done.err
    assert not list(Path().iterdir())


def test_control_signs_reach_neither_files_nor_terminal(jituan: Any) -> None:
    Path("policy.txt").write_text(
        "一、总则\n集团应当\x1b[31m开\u202e会。\n二、会议\n集团每月开会。\n", encoding="utf-8"
    )
    done = jituan("import", "policy.txt", "--id", "demo-2031")
    assert done.code in (0, 3)
    made = "".join(path.read_text(encoding="utf-8") for path in Path().rglob("*.yaml"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", made + done.out + done.err)


# other languages


def test_an_english_document_goes_the_same_way(jituan: Any) -> None:
    Path("policy.txt").write_text(
        "Measures for Education Groups\n\n1. Formation\n\n1.1 Size. As a rule a group should have at most 4 member schools.\n\n"
        "1.2 Charter. The group shall adopt a charter.\n\n2. Final provisions\n\n"
        "2.1 These measures enter into force on 1 September 2031.\n",
        encoding="utf-8",
    )
    done = jituan("--lang", "en", "import", "policy.txt", "--id", "pinevale-2031")
    assert done.code == 0 and "draft rules" in done.out
    source = load.document(Path("pinevale-2031/source.yaml"), "source").data
    assert (source["title"]["zh"], source["effective"]) == ("Measures for Education Groups", "2031-09-01")
    found = {one["id"]: one for one in load.document(Path("pinevale-2031/1/1.yaml"), "rules").data["rules"]}
    soft = found["pinevale-2031/1.1/s2"]
    assert (soft["modality"], soft["quote"]) == ("default", "As a rule a group should have at most 4 member schools")
    assert jituan("rules", "verify", "pinevale-2031", "--sources", "pinevale-2031", "--write").code == 0


# rules new


def test_a_skeleton_has_the_words_of_its_place(imported: Path, jituan: Any) -> None:
    done = jituan("rules", "new", imported, "--at", "一（二）②")
    assert done.code == 0
    path = imported / "9.yaml"
    path.write_text("rules:\n" + done.out, encoding="utf-8")
    added = load.load(imported).drafts[-1]
    assert (added.id, added.at) == ("yanping-2031/1.2/s2-2", "一（二） ②")
    assert added.quote == "教育集团应当在2031年12月31日前制定集团章程"


def test_a_skeleton_without_the_text_leaves_the_quote_open(jituan: Any) -> None:
    done = jituan("rules", "new", "nanyang-2023", "--at", "三（二）1 ③")
    assert done.code == 0 and "quote: ……" in done.out.replace('"', "") and "at: 三（二）1 ③" in done.out


def test_a_place_that_is_not_there(imported: Path, jituan: Any) -> None:
    done = jituan("rules", "new", imported, "--at", "一（二） ⑨")
    assert done.code == 3 and "一（二） ②" in done.err


def test_a_form_that_is_no_pattern_is_named(tmp_path: Path) -> None:
    text = (house.rules_dir() / "vocabulary/wording/register.yaml").read_text(encoding="utf-8")
    (tmp_path / "register.yaml").write_text(text.replace("'^(?:根据|依据|按照|为)'", "'('"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"register\.yaml:\d+:\d+"):
        forms.load(tmp_path / "register.yaml")
