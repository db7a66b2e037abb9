"""Each component renders what it is given, escaped, and ties labels, help and errors together."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import engines
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from cchc.common.charts import Bar, BarChart
from cchc.common.models import JobRun


def render(text, **context):
    return engines["django"].from_string(CottonCompiler().process("{% load cchc %}" + text)).render(context)


class Small(forms.Form):
    name = forms.CharField(label="Tên", help_text="Như trên quyết định")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label="Đã kiểm tra")


def test_a_field_states_its_format_before_the_control_and_ties_it():
    html = render('<c-field :field="form.name" />', form=Small())
    assert 'aria-describedby="id_name_helptext"' in html
    assert html.index("Như trên quyết định") < html.index("<input")
    assert '<label for="id_name">Tên' in html


def test_a_field_at_fault_names_its_error_and_keeps_what_was_typed():
    form = Small({"name": "", "kind": "z", "note": "<b>"})
    html = render('<c-field :field="form.name" /><c-field :field="form.note" />', form=form)
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_help_given_to_the_component_is_tied_too():
    html = render('<c-field :field="form.note" help="Một câu" />', form=Small())
    assert 'aria-describedby="id_note_helptext"' in html


def test_a_choice_among_few_is_a_group_with_a_legend():
    html = render('<c-field :field="form.kind" />', form=Small())
    assert "<fieldset" in html
    assert "<legend>Loại" in html


def test_the_error_summary_links_to_each_field():
    html = render('<c-form-errors :form="form" />', form=Small({"name": ""}))
    assert 'role="alert"' in html
    for name in ("name", "kind", "sure"):
        assert f'href="#id_{name}"' in html


@pytest.mark.parametrize(
    ("language", "number", "decimals", "said"),
    [("vi", "1234567.5", 2, "1.234.567,50"), ("en", "1234567.5", 2, "1,234,567.50"), ("en", "-0.125", 2, "-0.13"),
     ("vi", "87.50", "", "87,5"), ("en", "87.50", "", "87.5"), ("en-gb", "1000", "", "1,000")],
)  # fmt: skip
def test_a_number_is_written_as_the_language_of_the_page_writes_it_in_templates_and_charts_alike(
    language, number, decimals, said
):
    with translation.override(language):
        assert render("{{ number|vn:decimals }}", number=Decimal(number), decimals=decimals) == said
        chart = BarChart("Tỷ lệ", decimals=None if decimals == "" else decimals, bars=[Bar("Phòng A", Decimal(number))])
        assert said in render('<c-bar-chart :chart="chart" />', chart=chart)


class Choosing(forms.Form):
    needed = forms.ModelChoiceField(queryset=JobRun.objects.all())
    spare = forms.ModelChoiceField(queryset=JobRun.objects.all(), required=False)
    told = forms.ModelChoiceField(queryset=JobRun.objects.all(), required=False, empty_label="cả Sở")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "word"), [("needed", "Chọn …"), ("spare", "Không chọn"), ("told", "cả Sở")])
def test_where_nothing_is_chosen_a_word_says_so(name, word):
    html = render('<c-field :field="field" />', field=Choosing()[name])
    assert f'<option value="" selected>{word}</option>' in html


def test_a_good_form_has_no_error_summary():
    assert "errors" not in render('<c-form-errors :form="form" />', form=Small())


@pytest.mark.parametrize(
    ("code", "word", "tone"),
    [
        ("reached", "đạt", "good"),
        ("on_track", "đúng tiến độ", "good"),
        ("at_risk", "có nguy cơ", "risk"),
        ("missed", "không đạt", "bad"),
        ("no_data", "chưa có số liệu", "none"),
        ("needs_person", "cần người xem", "ask"),
    ],
)
def test_a_state_has_word_shape_and_tone(code, word, tone):
    html = render('<c-state :code="code" />', code=code)
    assert word in html
    assert f"state--{tone}" in html
    assert "icons.svg#s-" in html


def test_an_unknown_state_shows_its_code_rather_than_nothing():
    assert "mới" in render('<c-state code="mới" tone="risk" />')


def test_a_figure_shows_number_unit_period_and_source():
    html = render(
        '<c-figure label="Đúng hạn" :value="value" decimals="1" unit="%" period="quý III/2026" url="/x" '
        'source="Cổng DVC" state="at_risk" />',
        value=98.25,
    )
    for part in ("Đúng hạn", "98,3", "%", "quý III/2026", 'href="/x"', "Cổng DVC", "có nguy cơ"):
        assert part in html


def test_a_figure_without_a_number_shows_a_dash():
    assert "–" in render('<c-figure label="X" :value="nothing" />', nothing=None)


def test_a_button_can_ask_first_and_passes_attributes_on():
    html = render('<c-button kind="danger" confirm="Xóa thật?" name="a" value="b">Xóa</c-button>')
    assert 'data-confirm="Xóa thật?"' in html
    assert 'name="a"' in html
    assert "button--danger" in html


def test_components_do_not_see_the_page_around_them():
    assert "lạc" not in render("<c-card>x</c-card>", title="lạc", foot="lạc")


def test_the_other_components_render():
    html = render(
        """<c-card title="T"><c-slot name="foot">chân</c-slot>trong</c-card>
        <c-facts :items="facts" /><c-tabs :items="tabs" label="Việc" /><c-crumbs :items="crumbs" />
        <c-details summary="S">D</c-details><c-progress :done="37" :total="62" label="mục" />
        <c-notice tone="warn" title="N">B</c-notice><c-steps :items="steps" />
        <c-timeline :items="events" /><c-diff :rows="rows" /><c-empty title="E" url="/a" action="Làm" />
        <c-link-button url="/b" icon="plus">Thêm</c-link-button>""",
        facts=[("Hạn", 3), ("Nơi", "Phòng A", "/p")],
        tabs=[{"label": "Quá hạn", "url": "?t=1", "count": 3, "current": True}],
        crumbs=[("Kế hoạch", "/k"), ("Mục", "")],
        steps=[{"label": "Nạp", "state": "done"}, {"label": "Duyệt", "state": "current"}],
        events=[{"title": "Đổi hạn", "at": date(2026, 9, 1), "who": "A"}],
        rows=[("Hạn", "1", "2")],
    )
    for part in ("chân", "trong", "Phòng A", "37 / 62", "Quá hạn", "Đổi hạn", "01/09/2026", "<del>1</del>", "Làm"):
        assert part in html
    assert "<c-" not in html
