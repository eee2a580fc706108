"""The properties and the reading side that IonToAvro and IonToParquet share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from dalsegno_tasks.interface import Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import Character, OnBadLines, Text, TextList, is_template

if TYPE_CHECKING:
    from dalsegno_tasks.serdes.avro_schema import AvroSchema
    from dalsegno_tasks.serdes.conversion import Table
    from dalsegno_tasks.serdes.settings import CellSettings

TRUE_VALUES = ("t", "true", "enabled", "1", "on", "yes")
FALSE_VALUES = ("f", "false", "disabled", "0", "off", "no", "")
NULL_VALUES = (
    "",
    "#N/A",
    "#N/A N/A",
    "#NA",
    "-1.#IND",
    "-1.#QNAN",
    "-NaN",
    "1.#IND",
    "1.#QNAN",
    "NA",
    "n/a",
    "nan",
    "null",
)


class RowConversion(Task):
    """A task that reads a table of texts and writes it in the types of an Avro schema."""

    from_: str = Field(alias="from", description="URI of a table in Ion text with JSON's syntax, one row a line.")
    schema_: str | None = Field(None, alias="schema", description="Avro schema; inferred from the rows where absent.")
    number_of_rows_to_scan: int = Field(100, ge=1, description="Rows read to infer the schema.")
    true_values: TextList = Field(list(TRUE_VALUES), description="Texts that are true, in any case.")
    false_values: TextList = Field(list(FALSE_VALUES), description="Texts that are false, in any case.")
    null_values: TextList = Field(list(NULL_VALUES), description="Texts that are null, in any case.")
    date_format: str = Field("yyyy-MM-dd[XXX]", description="How dates are written.")
    time_format: str = Field("HH:mm[:ss][.SSSSSS][XXX]", description="How times of day are written.")
    datetime_format: str = Field("yyyy-MM-dd'T'HH:mm[:ss][.SSSSSS][XXX]", description="How moments are written.")
    decimal_separator: Character = Field(".", description="What stands before the fraction of a number.")
    strict_schema: bool = Field(False, description="Whether a field that the schema does not have is an error.")
    infer_all_fields: bool = Field(
        False, description="Whether texts in fields without a schema are taken for what they look like."
    )
    time_zone_id: Text | None = Field(None, description="For times without a zone; null is UTC, absent the system's.")
    on_bad_lines: OnBadLines = Field("ERROR", description="What becomes of a row that does not fit the schema.")

    @model_validator(mode="after")
    def _check_formats_and_schema(self) -> Self:
        from dalsegno_tasks.serdes.format_checks import check_patterns, check_zone

        check_patterns(
            {"dateFormat": self.date_format, "timeFormat": self.time_format, "datetimeFormat": self.datetime_format}
        )
        check_zone(self.time_zone_id)
        if self.schema_ is not None and not is_template(self.schema_):
            from dalsegno_tasks.serdes.avro_schema import parse_avro_schema

            try:
                parse_avro_schema(self.schema_)
            except TaskFailure as error:
                raise ValueError(str(error)) from error
        return self

    def _avro_schema(self, context: TaskContext) -> "AvroSchema":
        from dalsegno_tasks.serdes.avro_inference import infer_avro_schema
        from dalsegno_tasks.serdes.avro_schema import parse_avro_schema
        from dalsegno_tasks.serdes.ion_text import read_rows

        if self.schema_ is not None:
            return parse_avro_schema(self.schema_)
        with context.open(self.from_) as stream:
            return parse_avro_schema(infer_avro_schema(read_rows(stream, self.number_of_rows_to_scan)))

    def _tables(self, context: TaskContext, schema: "AvroSchema") -> "Iterator[Table]":
        """The file's rows, converted, some thousands at a time."""
        from dalsegno_tasks.serdes.conversion import TableConverter
        from dalsegno_tasks.serdes.ion_text import read_blocks

        converter = TableConverter(
            schema,
            self._settings(),
            on_bad_lines=self.on_bad_lines,
            strict=self.strict_schema,
            log=context.log,
        )
        with context.open(self.from_) as stream:
            for block in read_blocks(stream, schema.fields, strict=self.strict_schema):
                yield converter.convert(block)
        converter.finish()

    def _settings(self) -> "CellSettings":
        from dalsegno_flow.dates import DateTimePattern
        from dalsegno_flow.dates import zone as find_zone
        from dalsegno_tasks.serdes.settings import CellSettings

        is_null_zone = self.time_zone_id is None and "time_zone_id" in self.model_fields_set
        return CellSettings(
            null_values=frozenset(value.lower() for value in self.null_values),
            true_values=frozenset(value.lower() for value in self.true_values),
            false_values=frozenset(value.lower() for value in self.false_values),
            date_format=DateTimePattern(self.date_format),
            time_format=DateTimePattern(self.time_format),
            datetime_format=DateTimePattern(self.datetime_format),
            decimal_separator=self.decimal_separator,
            zone=find_zone("UTC" if is_null_zone else self.time_zone_id),
            infer_all_fields=self.infer_all_fields,
        )
