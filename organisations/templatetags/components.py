"""Tags for the components in templates/components/; their arguments are told in the README there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, CheckboxSelectMultiple, RadioSelect, Widget
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import flatatt
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def url_if_any(name: str, *args: Any) -> str:
    """The address with this name, or nothing while the page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*texts_and_urls: Any) -> dict[str, Any]:
    """`{% breadcrumbs "Vedlegg 2" annex_url chapter.title %}`: text, address, … and last this page's own name."""
    texts, urls = texts_and_urls[0::2], [*texts_and_urls[1::2], ""]
    return {"crumbs": list(zip(texts, urls, strict=False))}


@register.simple_tag
def date(value: dt.date | None) -> str | SafeString:
    """A day as tables and metadata show it, «01.03.2027», readable by machines too."""
    return _time(value, "d.m.Y")


@register.simple_tag
def long_date(value: dt.date | None) -> str | SafeString:
    """A day as sentences say it: «1. mars 2027»."""
    return _time(value, "j. F Y")


@register.simple_tag
def deadline(value: dt.date | None) -> str | SafeString:
    """A deadline as sentences say it, with the weekday: «tirsdag 1. desember 2026»."""
    return _time(value, "l j. F Y")


def _time(value: dt.date | None, form: str) -> str | SafeString:
    if not value:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, form))


@register.filter
def is_group(widget: Widget) -> bool:
    """Several inputs that answer one question stand in a fieldset."""
    return isinstance(widget, RadioSelect | CheckboxSelectMultiple)


@register.simple_tag
def field_input(field: BoundField, extra_class: str = "") -> SafeString:
    """The field's input, dressed as Designsystemet's; its descriptions and its errors are told to screen readers."""
    names = ("ds-input", field.field.widget.attrs.get("class", ""), extra_class)
    return field.as_widget(attrs={"class": " ".join(filter(None, names))})


@register.simple_tag
def option_input(option: BoundWidget) -> SafeString:
    """One radio button or check box of a group."""
    data = option.data
    attrs = {**data["attrs"], "class": "ds-input"}
    attrs.pop("aria-describedby", None)
    return format_html(
        '<input type="{}" name="{}" value="{}"{}>', data["type"], data["name"], data["value"], flatatt(attrs)
    )


@register.simple_tag
def option_hint(field: BoundField, option: BoundWidget) -> str:
    """What follows from choosing this, when the form field has `choice_hints`: {value: text}."""
    hints: dict[str, str] = getattr(field.field, "choice_hints", {})
    return str(hints.get(str(option.data["value"]), ""))


@dataclass(frozen=True)
class FieldError:
    """One line of the error summary: the words at the field, and where the field is."""

    text: str
    target: str


@register.simple_tag
def error_list(form: Any, formset: Any = None) -> list[FieldError]:
    """Every error of a form and of the forms in a formset, in the order they stand on the page.

    Either may be missing: a template then passes an empty text.
    """
    errors = _errors_of(form) if isinstance(form, BaseForm) else []
    if isinstance(formset, BaseFormSet) and formset.is_bound:
        errors += [FieldError(str(text), "") for text in formset.non_form_errors()]
        for inner in formset.forms:
            errors += _errors_of(inner)
    return errors


def _errors_of(form: BaseForm) -> list[FieldError]:
    if not form.is_bound:
        return []
    errors = [FieldError(str(text), "") for text in form.non_field_errors()]
    for field in form:
        target = field.auto_id if is_group(field.field.widget) else field.id_for_label
        errors += [FieldError(str(text), target or "") for text in field.errors]
    return errors
