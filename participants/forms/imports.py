"""Forms of an import: the file, then what its columns are."""

from django import forms

from lib.forms import page_helper
from lib.text import search_key
from participants import importing, replies
from participants.choices import NewPeople, Sector

SAMPLES = 3


class UploadForm(forms.Form):
    """A spreadsheet from the organiser's computer."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text="CSV or XLSX, up to 5 MB and 10,000 rows, with one row of headers. Nothing is imported yet.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty.",
            "invalid": "Choose a file.",
        },
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper("Read the file", cancel=self.cancel)


class MappingForm(forms.Form):
    """What each column fills, with samples of what stands in it, and what new people become.

    `readable` are the conference's own questions whose answers the reader may see; columns may answer those.
    """

    def __init__(self, *args, run, readable=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.run, self.of_files = run, replies.of_files(readable)
        asked = list(replies.targets(readable).items())
        offered = [*importing.TARGETS, *([("Questions of the conference", asked)] if asked else [])]
        for position, header in enumerate(run.headers):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=header or f"Column {position + 1}",
                choices=offered,
                required=False,
                initial=run.mapping[position],
                help_text=self._samples(position),
            )
        self.fields["new_become"] = forms.ChoiceField(
            label="New people become",
            choices=NewPeople,
            initial=run.new_become,
            widget=forms.RadioSelect,
            help_text="Nobody is written to, except who is invited.",
        )
        self.fields["new_sector"] = forms.ChoiceField(
            label="Sector of new organisations",
            choices=Sector,
            initial=run.new_sector,
            help_text="Where neither the file nor the name says it, as “Ministry of …” and “… Ltd” do.",
        )

    @property
    def helper(self):
        return page_helper("Preview the import")

    @property
    def mapping(self) -> list[str]:
        """What was chosen for each column, in their order."""
        return [self.cleaned_data[f"column_{position}"] for position in range(len(self.run.headers))]

    @property
    def not_understood(self) -> list[str]:
        """The columns that fill nothing as yet, by their headers."""
        columns = enumerate(zip(self.run.headers, self.run.mapping, strict=True), start=1)
        left = [(number, header) for number, (header, target) in columns if not target]
        left = [each for each in left if search_key(each[1]) not in self.of_files]
        return [f"“{header}”" if header else f"column {number}" for number, header in left]

    @property
    def left_as_files(self) -> list[str]:
        """The columns of questions that are answered by a file, by their headers; those are left out."""
        return [f"“{header}”" for header in self.run.headers if search_key(header) in self.of_files]

    @property
    def has_whole_names(self) -> bool:
        """Whether a column holds names that are taken apart."""
        return importing.WHOLE_NAME in self.run.mapping

    def _samples(self, position):
        cells = [cells[position] for _, cells in self.run.rows if cells[position]]
        shown = [cell if len(cell) <= 40 else f"{cell[:39]}…" for cell in cells[:SAMPLES]]
        return "Such as: " + " · ".join(shown) if shown else "Empty in every row."
