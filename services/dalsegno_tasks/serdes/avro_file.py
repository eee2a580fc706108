"""Avro object container files. Source: Avro 1.12 specification, "Object container files"."""

import os

from dalsegno_tasks.interface import OutputFile
from dalsegno_tasks.serdes.avro_cells import encode_bytes, encode_long
from dalsegno_tasks.serdes.avro_schema import AvroSchema

_MAGIC = b"Obj\x01"
_SYNC_BYTES = 16


class AvroFileWriter:
    """Writes the header at once, then uncompressed blocks, as Kestra does."""

    def __init__(self, file: OutputFile, schema: AvroSchema) -> None:
        self._file = file
        self._sync = os.urandom(_SYNC_BYTES)
        metadata = {b"avro.codec": b"null", b"avro.schema": schema.json.encode()}
        entries = b"".join(encode_bytes(name) + encode_bytes(value) for name, value in metadata.items())
        file.write(_MAGIC + encode_long(len(metadata)) + entries + b"\x00" + self._sync)

    def write_block(self, record_count: int, records: memoryview) -> None:
        """Writes encoded records as one block."""
        if record_count:
            self._file.write(encode_long(record_count) + encode_long(len(records)))
            self._file.write(records)
            self._file.write(self._sync)
