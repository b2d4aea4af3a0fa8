"""Whether the words near a time speak of what is planned or of what has happened."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kuroshio.text.lexicon import Hit, build_lexicon

_PLANNED = (
    "will shall expected expects expect scheduled schedule plans planned "
    "plan_to planning upcoming due slated set_to set_for intends intend aims aim_to "
    "targets targeting deadline is_to are_to to_be no_later_than forthcoming hopes_to "
    "anticipated ahead_of starting_on takes_effect take_effect come_into_force until "
    "将 预计 预定 计划于 计划在 拟于 拟在 定于 即将 届时 有望 目标 准备 打算 之前 "
    "截止 为止 "
    "予定 見通し 見込み 方針 計画 めど 目途 までに 目指す 期限 開催する 会談する "
    "訪問する "
    "発効する 開始する 始める 实施至 有效至 预期 料将 会于 最早 最快 可望 即将 延长至 "
    "延至 推迟到 "
    "推迟至"
)
_REPORTED = (
    "said says announced unveiled reported told signed agreed met was were had has "
    "been "
    "did began launched issued published made approved rejected blocked closed "
    "completed ended took came started ordered imposed confirmed disclosed filed "
    "wrote posted released struck reached held spoke warned raised cut added won "
    "earned owed year_to months_to quarter_to "
    "since ago earlier previously last recently bought acquired dropped fell rose "
    "曾 已 了 表示 报道 报导 说 称 宣布 发布 签署 签订 达成 举行 启动 刊登 透露 指出 "
    "通过 获批 召开 约见 回应 披露 完成 生效后 以来 過去 当时 "
    "した った 発表 述べ 表明 明らか 報じ 伝え れた いた えた けた んだ でた ました "
    "合意した 決めた 明かした 示した"
)
_LEXICON = build_lexicon({"planned": _PLANNED.split(), "reported": _REPORTED.split()})
_ELSEWHERE = 0.2
# "To be signed" lies ahead, "was due" behind; 完了 is a word, not a word and 了.
_AHEAD = ("to be ", "will be ", "shall be ", "can be ", "must be ")
_BEHIND = ("was ", "were ", "had been ", "been ")
_ENDS = frozenset("完终修满终")
_BREAKS = ",;:。，；：、()\n"


def _turned(key: str) -> Iterator[Hit]:
    """Yield the cues, those that the word before turns round turned: "to be signed"."""
    for hit in _LEXICON.find(key):
        start, end, kind = hit
        before = key[max(0, start - 9) : start]
        if kind == "reported":
            if key[start] == "了" and before[-1:] in _ENDS:
                continue
            if before.endswith(_AHEAD):
                kind = "planned"
        elif before.endswith(_BEHIND):
            kind = "reported"
        yield Hit(start, end, kind)


class Tenses:
    """The cues of one folded text; asks are cheap.

    The invariant: ``hits`` are in order of their starts, ``starts`` goes with them.
    """

    __slots__ = ("_key", "_sentences", "hits", "starts")

    def __init__(self, key: str, sentences: Sequence[tuple[int, int]]) -> None:
        self._key = key
        self._sentences = sentences
        self.hits: list[Hit] = sorted(_turned(key))
        self.starts = [hit.start for hit in self.hits]

    def direction(self, start: int, end: int) -> float:
        """Return +1 planned, -1 reported, 0 where nothing near says which.

        The nearest cue in the clause of the words decides; a cue elsewhere in their
        sentence weighs a fifth of that.
        """
        left, right = self._sentence(start)
        clause_left, clause_right = self._clause(left, start, end, right)
        windows = ((clause_left, clause_right, 1.0), (left, right, _ELSEWHERE))
        for low, high, weight in windows:
            near = self._near(low, high, start, end)
            if near is not None:
                return weight if near.kind == "planned" else -weight
        return 0.0

    def _near(self, low: int, high: int, start: int, end: int) -> Hit | None:
        """Return the cue nearest to the words between two offsets."""
        best: tuple[int, Hit] | None = None
        for index in range(bisect_left(self.starts, low), len(self.hits)):
            hit = self.hits[index]
            if hit.start >= high:
                break
            if start < hit.end and hit.start < end and hit.end <= end:
                continue
            distance = max(hit.start - end, start - hit.end, 0)
            if best is None or distance < best[0]:
                best = (distance, hit)
        return best[1] if best else None

    def _sentence(self, at: int) -> tuple[int, int]:
        """Return the sentence that holds an offset, or a window round it."""
        index = bisect_left(self._sentences, (at + 1, 0)) - 1
        if index >= 0 and self._sentences[index][0] <= at < self._sentences[index][1]:
            start, end = self._sentences[index]
            return max(start, at - 200), min(end, at + 200)
        return max(0, at - 80), min(len(self._key), at + 80)

    def _clause(self, left: int, start: int, end: int, right: int) -> tuple[int, int]:
        """Return the part of a sentence between the marks round the words."""
        key = self._key
        low = max(key.rfind(mark, left, start) for mark in _BREAKS)
        highs = [key.find(mark, end, right) for mark in _BREAKS]
        high = min((at for at in highs if at >= 0), default=right)
        return max(left, low + 1), high
