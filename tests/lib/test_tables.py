from types import SimpleNamespace

import django_tables2 as tables
from django.utils.html import format_html

from lib.tables import DrawnTable


class Guests(DrawnTable):
    name = tables.Column("Name <of the guest>")
    house = tables.Column("House", accessor="home__house", default="–")
    nights = tables.Column("Nights", attrs={"td": {"class": "number"}}, default="–")

    row_header = "name"

    def render_name(self, value, record):
        return format_html("<b>{}</b>{}", value, record.mark)

    def render_nights(self, value):
        return f"{value} & more"


def guest(name="Ada", house="Blue", nights=2, mark=""):
    home = house and SimpleNamespace(house=house)
    return SimpleNamespace(name=name, home=home, nights=nights, mark=mark)


def test_a_row_has_its_header_and_each_cell_its_label():
    lines = list(Guests([guest()]).lines())

    assert lines == [
        '<th scope="row" data-label=""><b>Ada</b></th><td data-label="House">Blue</td>'
        '<td data-label="Nights" class="number">2 &amp; more</td>'
    ]


def test_what_people_wrote_is_escaped():
    lines = list(Guests([guest(name="<i>", house="<Blue>", mark="<&>")]).lines())

    assert lines[0].startswith('<th scope="row" data-label=""><b>&lt;i&gt;</b>&lt;&amp;&gt;</th>')
    assert '<td data-label="House">&lt;Blue&gt;</td>' in lines[0]


def test_a_cell_without_a_value_says_so_to_the_style_sheet():
    lines = list(Guests([guest(house=None, nights=None)]).lines())

    assert lines == [
        '<th scope="row" data-label=""><b>Ada</b></th><td data-label="House" data-empty>–</td>'
        '<td data-label="Nights" data-empty class="number">–</td>'
    ]


def test_only_the_rows_of_a_page_are_drawn():
    table = Guests([guest(name=name) for name in "ABCDE"])
    table.paginate(page=2, per_page=2)

    assert [record.name for record in table.records] == ["C", "D"]
    assert len(list(table.lines())) == 2
