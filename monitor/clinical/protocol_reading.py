"""Reads a protocol file; refuses a mistake by file, key and what is allowed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from monitor.clinical.fields import shown
from monitor.clinical.limit_words import limit_in_words
from monitor.clinical.own_sources import source_in_words
from monitor.clinical.protocol import CriterionRule, Numbers, Protocol, Quantity, Setting
from monitor.clinical.protocol_form import (
    ALERT_NUMBERS,
    CRITERION_NUMBERS,
    GROUPS,
    INFUSION_PROMPTS,
    INFUSION_PROMPTS_RISING,
    OPTIONAL_SECTIONS,
    PRE_DOSE,
    PRE_DOSE_RISING,
    RISING,
    ROUTES,
    SECTIONS,
    TIME_ZERO,
    Form,
    NumberForm,
)
from monitor.errors import InvalidProtocol

Table = Mapping[str, object]

_HEAD: dict[str, tuple[str, ...] | type] = {
    "id": str,
    "version": int,
    "title": str,
    "drug": str,
    "route": ROUTES,
    "time_zero": TIME_ZERO,
    "has_infusion": bool,
    "restarts": bool,
}
_TABLES = ("sources", "criteria", "alerts", *SECTIONS, "pre_dose", "infusion_prompts")
OVERRIDE = "physician_may_override"
_CRITERION_WORDS: dict[str, tuple[str, ...] | type] = {
    "label": str,
    "group": GROUPS,
    "limit": str,
    "source": str,
    OVERRIDE: bool,
    "enabled": bool,
}


def read_protocol(text: str, name: str) -> Protocol:
    """Read the text of a protocol file; ``name`` is shown in errors (InvalidProtocol)."""
    return _Reader(name).read(text)


class _Reader:
    """One reading of one file: remembers its name and the numbers met on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.quantities: list[Quantity] = []
        self.sources: dict[str, str] = {}

    def refuse(self, key: str, message: str, allowed: str) -> InvalidProtocol:
        return InvalidProtocol(message, where=self.name, field=key, allowed=allowed)

    def read(self, text: str) -> Protocol:
        try:
            whole = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            raise self.refuse("file", f"it is not TOML: {error}", "a TOML file") from None
        self._known(whole, (*_HEAD, *_TABLES), "")
        self.sources = self._sources(self._table(whole, "sources", ""))
        sections: dict[str, Any] = {key: self._section(whole, key) for key in SECTIONS}
        rules = self._criteria(self._table(whole, "criteria", ""))
        alerts = self._alerts(self._table(whole, "alerts", ""))
        pre_dose = self._pre_dose(whole)
        infusion_prompts = self._infusion_prompts(whole)
        self._rising()
        head: dict[str, Any] = {
            key: self._word(whole, key, form, "") for key, form in _HEAD.items()
        }
        self._consistent(head, rules, sections["schedule"])
        if infusion_prompts is not None and not head["has_infusion"]:
            raise self.refuse("infusion_prompts", "nothing is infused", "none without an infusion")
        return Protocol(
            **head,
            rules=rules,
            alerts=alerts,
            **sections,
            quantities=tuple(self.quantities),
            sources=self.sources,
            pre_dose=pre_dose,
            infusion_prompts=infusion_prompts,
        )

    def _pre_dose(self, whole: Table) -> Numbers | None:
        """Read the limits before the dose, where the file has them."""
        if "pre_dose" not in whole:
            return None
        table = self._table(whole, "pre_dose", "")
        if table.get(OVERRIDE) is not True:
            message = f"{shown(table.get(OVERRIDE))} is not allowed"
            allowed = "true: a physician decides, with a reason"
            raise self.refuse(f"pre_dose.{OVERRIDE}", message, allowed)
        said = {key: value for key, value in table.items() if key != OVERRIDE}
        numbers = self._numbers(said, PRE_DOSE, "pre_dose.")
        for low, high in PRE_DOSE_RISING:
            self._below("pre_dose", low, high)
        return numbers

    def _infusion_prompts(self, whole: Table) -> Numbers | None:
        """Read the limits while an infusion runs, where the file has them."""
        if "infusion_prompts" not in whole:
            return None
        table = self._table(whole, "infusion_prompts", "")
        numbers = self._numbers(table, INFUSION_PROMPTS, "infusion_prompts.")
        for low, high in INFUSION_PROMPTS_RISING:
            self._below("infusion_prompts", low, high)
        return numbers

    def _known(self, table: Table, allowed: tuple[str, ...], path: str) -> None:
        for key in table:
            if key not in allowed:
                raise self.refuse(
                    path + key, "the key is not known", "one of " + ", ".join(allowed)
                )

    def _table(self, table: Table, key: str, path: str) -> Table:
        value = table.get(key)
        if not isinstance(value, Mapping):
            what = "it is missing" if value is None else "it is no table"
            raise self.refuse(path + key, what, f"a table [{path}{key}]")
        return value

    def _word(
        self, table: Table, key: str, form: tuple[str, ...] | type, path: str
    ) -> str | int | bool:
        value = table.get(key)
        if isinstance(form, tuple):
            if not isinstance(value, str) or value not in form:
                raise self.refuse(
                    path + key, f"{shown(value)} is not known", "one of " + ", ".join(form)
                )
            return value
        allowed = {str: "a text", int: "a whole number from 1", bool: "true or false"}[form]
        too_low = type(value) is int and value < 1
        if type(value) is not form or value == "" or too_low:
            raise self.refuse(path + key, f"{shown(value)} is not allowed", allowed)
        assert isinstance(value, str | int)
        return value

    def _sources(self, table: Table) -> dict[str, str]:
        named = {key: str(self._word(table, key, str, "sources.")) for key in table}
        return {key: source_in_words(key, text) for key, text in named.items()}

    def _section(self, whole: Table, key: str) -> Numbers:
        if key in OPTIONAL_SECTIONS and key not in whole:
            return Numbers({})
        table = self._fixed(self._table(whole, key, ""), key + ".")
        return self._numbers(table, SECTIONS[key], key + ".")

    def _fixed(self, table: Table, path: str) -> Table:
        """Return the table of a rule that nobody overrides in a session, and that says so."""
        if table.get(OVERRIDE) is not False:
            message = f"{shown(table.get(OVERRIDE))} is not allowed"
            raise self.refuse(path + OVERRIDE, message, "false: only criteria can be overridden")
        return {key: value for key, value in table.items() if key != OVERRIDE}

    def _criteria(self, table: Table) -> dict[str, CriterionRule]:
        self._known(table, tuple(CRITERION_NUMBERS), "criteria.")
        for criterion in CRITERION_NUMBERS:
            self._table(table, criterion, "criteria.")
        return {key: self._criterion(key, self._table(table, key, "criteria.")) for key in table}

    def _criterion(self, key: str, table: Table) -> CriterionRule:
        path = f"criteria.{key}."
        words: dict[str, Any] = {
            word: self._word(table, word, form, path) for word, form in _CRITERION_WORDS.items()
        }
        self._cited(path + "source", words["source"])
        numbers = {name: value for name, value in table.items() if name not in _CRITERION_WORDS}
        override, limit = words.pop(OVERRIDE), str(words.pop("limit"))
        settings = self._numbers(numbers, CRITERION_NUMBERS[key], path)
        made = limit_in_words(key, settings.values)
        return CriterionRule(
            id=key,
            override=bool(override),
            limit=made if made == limit else limit,  # the same words, which know their numbers
            numbers=settings,
            **words,
        )

    def _alerts(self, table: Table) -> dict[str, Numbers]:
        table = self._fixed(table, "alerts.")
        self._known(table, tuple(ALERT_NUMBERS), "alerts.")
        return {
            code: self._numbers(self._table(table, code, "alerts."), form, f"alerts.{code}.")
            for code, form in ALERT_NUMBERS.items()
        }

    def _numbers(self, table: Table, form: Form, path: str) -> Numbers:
        self._known(table, tuple(form), path)
        values: dict[str, Setting] = {}
        for key, number in form.items():
            if key in table:
                values[key] = self._number(path + key, table[key], number)
            elif not number.optional:
                raise self.refuse(path + key, "it is missing", number.allowed())
        return Numbers(values)

    def _number(self, path: str, entry: object, form: NumberForm) -> Setting:
        allowed = form.allowed()
        if not isinstance(entry, Mapping) or set(entry) != {"value", "unit", "source"}:
            raise self.refuse(
                path, "it is no number with unit and source", "{ value, unit, source }"
            )
        value, unit, source = entry["value"], entry["unit"], entry["source"]
        if unit != form.unit:
            raise self.refuse(path, f"the unit {unit!r} is not its own", allowed)
        self._cited(path, source)
        self.quantities.append(Quantity(path, value, form.unit, str(source)))
        if form.listed:
            return self._listed(path, value, form)
        return self._single(path, value, form)

    def _single(self, path: str, value: object, form: NumberForm) -> int | float | timedelta:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(path, f"{shown(value)} is no number", form.allowed())
        # Not finite lies outside too: every comparison with it fails.
        if not form.lowest <= value <= form.highest or (form.whole and value != int(value)):
            raise self.refuse(path, f"{shown(value)} is not allowed", form.allowed())
        return timedelta(minutes=value) if form.unit == "min" else value

    def _listed(self, path: str, value: object, form: NumberForm) -> tuple[timedelta, ...]:
        if not isinstance(value, list) or not value:
            raise self.refuse(path, f"{shown(value)} is no list", form.allowed())
        minutes = [self._single(path, entry, form) for entry in value]
        durations = tuple(minute for minute in minutes if isinstance(minute, timedelta))
        if list(durations) != sorted(set(durations)):
            raise self.refuse(path, "the list does not rise", form.allowed())
        return durations

    def _cited(self, path: str, source: object) -> None:
        if not isinstance(source, str) or source not in self.sources:
            allowed = "a key of [sources]: " + ", ".join(self.sources)
            raise self.refuse(path, f"the source {source!r} is not listed", allowed)

    def _rising(self) -> None:
        for section, low, high in RISING:
            self._below(section, low, high)

    def _below(self, section: str, low: str, high: str) -> None:
        values = {quantity.path: quantity.value for quantity in self.quantities}
        below, above = values[f"{section}.{low}"], values[f"{section}.{high}"]
        assert isinstance(below, int | float)
        assert isinstance(above, int | float)
        if below >= above:
            message = f"{below:g} is not below {high} ({above:g})"
            raise self.refuse(f"{section}.{low}", message, f"a number below {above:g}")

    def _consistent(
        self, head: Table, rules: Mapping[str, CriterionRule], schedule: Numbers
    ) -> None:
        infused = head["time_zero"] == "infusion_started"
        if infused != ("during_dosing_every" in schedule):
            allowed = "a number with an infusion, none without"
            raise self.refuse("schedule.during_dosing_every", "it does not fit", allowed)
        if infused != head["has_infusion"]:
            raise self.refuse("time_zero", "it does not fit has_infusion", "infusion_started, true")
        if rules["line_removed"].enabled and not head["has_infusion"]:
            allowed = "false where nothing is infused"
            raise self.refuse("criteria.line_removed.enabled", "there is no line", allowed)
        if not rules["observation_time"].numbers.values:
            allowed = ", ".join(CRITERION_NUMBERS["observation_time"])
            raise self.refuse("criteria.observation_time", "no duration is given", allowed)
