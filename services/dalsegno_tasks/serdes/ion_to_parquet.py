from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, TaskContext
from dalsegno_tasks.properties import upper
from dalsegno_tasks.serdes.row_conversion import RowConversion

CompressionCodec = Annotated[Literal["UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4"], BeforeValidator(upper)]
Version = Annotated[Literal["V1", "V2"], BeforeValidator(upper)]


class IonToParquet(RowConversion):
    """Writes a table as a Parquet file."""

    type_name: ClassVar[str] = "io.kestra.plugin.serdes.parquet.IonToParquet"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.serdes.parquet.ParquetWriter",)

    compression_codec: CompressionCodec = Field("GZIP", description="How pages are compressed.")
    parquet_version: Version = Field("V2", description="The version of the format.")
    row_group_size: int = Field(
        128 << 20,
        ge=1,
        description="Bytes of a row group before encoding. A group also ends at 131,072 rows, to bound the memory.",
    )
    page_size: int = Field(1 << 20, ge=1, description="Bytes of a data page before compression.")
    dictionary_page_size: int = Field(
        1 << 20, ge=1, description="Bytes of a column's dictionary; past it, none is kept."
    )

    def run(self, context: TaskContext) -> Outputs:
        from dalsegno_tasks.serdes.arrow_types import arrow_schema
        from dalsegno_tasks.serdes.parquet_file import ParquetFileWriter

        schema = self._avro_schema(context)
        types = arrow_schema(schema)
        row_count = 0
        with (
            context.create("data.parquet") as file,
            ParquetFileWriter(
                file,
                types,
                codec=self.compression_codec,
                version=self.parquet_version,
                row_group_bytes=self.row_group_size,
                page_bytes=self.page_size,
                dictionary_page_bytes=self.dictionary_page_size,
            ) as writer,
        ):
            for table in self._tables(context, schema):
                writer.write(table)
                row_count += table.row_count
        context.count("records", row_count)
        return {"uri": file.uri, "size": row_count}
