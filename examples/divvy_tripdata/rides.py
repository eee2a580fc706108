"""A month of made-up bike-share rides, in the columns and shapes of the published ones."""

import csv
import io
import random
import zipfile
from datetime import UTC, datetime, timedelta

HEADER = [
    "ride_id", "rideable_type", "started_at", "ended_at", "start_station_name", "start_station_id",
    "end_station_name", "end_station_id", "start_lat", "start_lng", "end_lat", "end_lng", "member_casual",
]  # fmt: skip
STREETS = ["Clark St", "Wells St", "Lake Shore Dr", "Sheridan Rd", "Broadway", "Halsted St", "Damen Ave", "Paulina St"]


def csv_of(month: str, count: int) -> bytes:
    """The rides of a month such as "202608" as CSV. Times have milliseconds; one ride in twelve has no known end."""
    dice = random.Random(month)
    first = datetime.strptime(month, "%Y%m").replace(tzinfo=UTC)
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADER)
    for _ in range(count):
        rows.writerow(_ride(dice, first))
    return text.getvalue().encode()


def zip_of(month: str, count: int) -> bytes:
    """The same, packed as it is published."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{month}-divvy-tripdata.csv", csv_of(month, count))
    return packed.getvalue()


def _ride(dice: random.Random, first: datetime) -> list[str]:
    start = first + timedelta(milliseconds=dice.randrange(28 * 24 * 3_600_000))
    end = start + timedelta(milliseconds=dice.randrange(60_000, 5_400_000))
    begin_name, begin_id, latitude, longitude = _station(dice)
    end_name, end_id, end_latitude, end_longitude = _station(dice)
    lost = dice.random() < 1 / 12
    return [
        f"{dice.getrandbits(64):016X}",
        dice.choice(["classic_bike", "electric_bike"]),
        _text(start),
        _text(end),
        begin_name,
        begin_id,
        "" if lost else end_name,
        "" if lost else end_id,
        f"{latitude:.6f}",
        f"{longitude:.6f}",
        "" if lost else f"{end_latitude:.6f}",
        "" if lost else f"{end_longitude:.6f}",
        dice.choice(["member", "casual"]),
    ]


def _station(dice: random.Random) -> tuple[str, str, float, float]:
    name = f"{dice.choice(STREETS)} & {dice.choice(STREETS)}"
    number = dice.randrange(1, 700)
    code = dice.choice([f"{number}", f"TA13090{number:05d}", f"KA15030{number:05d}", f"chargingstx{number}"])
    return name, code, 41.65 + dice.random() * 0.42, -87.84 + dice.random() * 0.31


def _text(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S.") + f"{time.microsecond // 1000:03d}"
