"""Criteria sets as offices exchange them: YAML typed by hand, read strictly and kindly."""

from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from workflows.criteria.entries import BadCriteriaError

LONGEST: Final = 200_000


def data_of(text: str) -> object:
    """Return what the YAML says; raise ``BadCriteriaError`` where it is none or is ambiguous."""
    if len(text) > LONGEST:
        raise BadCriteriaError("too_long", limit=LONGEST)
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  # _Loader is a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadCriteriaError("not_yaml", line=line, problem=error.problem) from error
    except BadCriteriaError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadCriteriaError("not_yaml", line=1, problem="it cannot be read") from error


class _Loader(yaml.SafeLoader):
    """Plain values only; no references, no field twice, commas inside a text kept.

    In ``{label: Kiểm tra, giám sát, evidence: Thông báo}`` YAML reads "giám sát" as a field
    without a value. A typist means one text, so the pieces are put together again.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._text = stream

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise BadCriteriaError("alias", line=event.start_mark.line + 1)
        return super().compose_node(parent, index)

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        assert node is not None  # noqa: S101  # the stubs allow none, the composer does not
        pairs: list[tuple[yaml.Node, yaml.Node]] = []
        for key, value in node.value:
            if pairs and node.flow_style and self._is_rest_of_a_text(pairs[-1][1], key, value):
                pairs[-1] = (pairs[-1][0], self._joined(pairs[-1][1], key))
            else:
                pairs.append((key, value))
        node.value = pairs
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                line = key.start_mark.line + 1
                raise BadCriteriaError("duplicate_field", line=line, field=key.value)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def _is_rest_of_a_text(self, before: yaml.Node, key: yaml.Node, value: yaml.Node) -> bool:
        between = self._text[key.end_mark.index : value.end_mark.index]
        return _is_bare(before) and _is_bare(key) and value.value == "" and ":" not in between

    def _joined(self, before: yaml.Node, key: yaml.Node) -> yaml.ScalarNode:
        whole = self._text[before.start_mark.index : key.end_mark.index]
        return yaml.ScalarNode(
            "tag:yaml.org,2002:str", " ".join(whole.split()), before.start_mark, key.end_mark
        )


def _is_bare(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value != ""


NUMBERS: Final = frozenset(
    {
        "points", "share", "maximum", "at_least", "at_most", "value", "full_at", "reaching",
        "total_at_least", "each_group_at_least_share", "each_criterion_at_least_share",
        "bonus_at_most", "penalty_at_most",
    }
)  # fmt: skip
DAYS: Final = frozenset({"date", "until", "from", "to"})
ON_BY_ITSELF: Final = frozenset({"prerequisites_all", "disqualifiers_none"})
PLAIN: Final = frozenset({"applies_to", "calendar", "pilot", "from_cells"})


def text_of(document: dict[str, Any]) -> str:
    """Return a set's document as YAML to be edited by hand; reading it gives the same set.

    What says nothing is left out.
    """
    return yaml.safe_dump(
        _written(document), allow_unicode=True, sort_keys=False, default_flow_style=False, width=100
    )


def _written(value: Any, name: str = "") -> Any:
    if name in PLAIN:
        return value
    if isinstance(value, dict):
        return {
            key: _written(one, key)
            for key, one in value.items()
            if one not in ("", None, {}) and (one is not False or key in ON_BY_ITSELF)
        }
    if isinstance(value, list):
        return [_written(one) for one in value]
    if name in NUMBERS:
        number = Decimal(value)
        return int(number) if number == number.to_integral_value() else float(number)
    return date.fromisoformat(value) if name in DAYS else value
