"""What the comments of a draft say, by language."""

from __future__ import annotations

from collections.abc import Mapping

from checker.errors import say, spoken
from checker.model import Words

_PHRASES: Mapping[str, Words] = {
    "lines": say(
        "null 和空号都是待填：读原文填写，不能猜。原文首尾各行：",
        "Fill in what is null or empty, from the text. Its first and last lines:",
    ),
    "title": say("待填：{zh: 标题}", "to fill in: {zh: title}"),
    "number": say("待填：文号；确无文号写 null", "to fill in; null if it has none"),
    "issuer": say("待填：{zh: 发文机关}", "to fill in: {zh: who issued it}"),
    "issued": say(
        "待填：成文日期，如 2031-07-01；原文没有写的写 none",
        "to fill in: day of issue, as 2031-07-01; none if not stated",
    ),
    "effective": say("待填：施行日期，如 2031-09-01", "to fill in: the day from which it applies"),
    "status": say("draft 征求意见；正式的改为 in_force、trial 或 expired", "or in_force, trial, expired"),
    "jurisdiction": say(
        "待填：适用地名，如 [松谷区]；记录中的 region 凭它找到本库", "to fill in: the places it governs, as a list"
    ),
    "scope": say("待填：适用对象，如 {zh: 松谷区中小学教育集团}", "to fill in: {zh: whom it concerns}"),
    "models": say(
        "原文列出的办学模式和简称，没有就不写：models: {联盟型: [联盟]}  aliases: {全称: [简称]}",
        "models and aliases, where the text has them",
    ),
    "proposals": say(
        "下面各项是提议：读过这些句子，确无规范内容的删去 draft；有规范内容的移出并写规则。",
        "Proposals: read these sentences, then remove `draft`, or write a rule.",
    ),
    "consequences": say(
        "由检查结果引出的后果（奖励、退出……），写法见 docs/language.md。",
        "What follows from findings; see docs/language.md.",
    ),
    "questions": say(
        "口径：两种读法都说得通、结果又不同的问题，写法见 docs/language.md。",
        "Questions that the text leaves open; see docs/language.md.",
    ),
    "vague": say(
        "原文没有定值的词，逐个看是否影响结果；值由本单位另定的，用记录中的 settings 表：",
        "Words without a value: do they change a result?",
    ),
    "open": say("待定：", "open: "),
    "measure": say("指标", "MEASURE"),
    "measures": say("或许可用的指标：", "measures to look at: "),
    "period": say("周期：", "period: "),
    "without value": say("没有定值：", "without a value: "),
    "unread": say("没有读懂：", "not understood: "),
    "left out": say("未入引文：", "not in the quote: "),
    "comparison": say("比较待定", "COMPARISON"),
    "comma": say("、", ", "),
}


def phrase(key: str, lang: str) -> str:
    return spoken(_PHRASES[key], lang)
