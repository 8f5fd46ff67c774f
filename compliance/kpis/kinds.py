"""What figures hand up when the app is assembled: their kind of file."""

from compliance.intake.kinds import FileColumn, FileKind

FIGURES = FileKind(
    name="kpis",
    title="Figures",
    noun="values of figures",
    columns=(
        FileColumn("kpi_id", "R-CR2", "Of the catalogue of figures.", is_required=True),
        FileColumn("entity", "mbho", "plan, mbho, or the key of a further MBHO.", is_required=True),
        FileColumn("product", "", "Blank for all products together."),
        FileColumn("period_from", "2026-10-01", "First day of the month.", is_required=True),
        FileColumn("period_to", "2026-10-31", "Last day of the month.", is_required=True),
        FileColumn("numerator", "33", "Of a time: the median in days.", is_required=True),
        FileColumn("denominator", "36", "Of a time: how many cases.", is_required=True),
        FileColumn("data_as_of", "2026-11-05", "The day the data was taken."),
        FileColumn("note", "", "Of a value that changes: why."),
    ),
    permission="kpis.load",
    back="kpis.index",
    judge="compliance.kpis.services.files:judge_values",
    apply="compliance.kpis.services.files:apply_values",
)
