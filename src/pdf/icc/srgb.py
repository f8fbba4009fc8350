"""Writes srgb.icc: sRGB (IEC 61966-2-1) as an ICC version 2 matrix profile, from the standard's numbers."""
import struct
from pathlib import Path


def fixed(number):
    return struct.pack(">i", round(number * 65536))


def xyz(x, y, z):
    return b"XYZ \0\0\0\0" + fixed(x) + fixed(y) + fixed(z)


def linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


POINTS = 1024
name = b"sRGB IEC61966-2.1\0"
curve = b"curv\0\0\0\0" + struct.pack(">I", POINTS)
curve += b"".join(struct.pack(">H", round(linear(i / (POINTS - 1)) * 65535)) for i in range(POINTS))
# Colorants adapted to D50 with the Bradford matrix, as every sRGB profile has them.
tags = {
    b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67),
    b"cprt": b"text\0\0\0\0No copyright, CC0 1.0\0",
    b"wtpt": xyz(0.9642, 1.0, 0.8249),
    b"rXYZ": xyz(0.4360747, 0.2225045, 0.0139322),
    b"gXYZ": xyz(0.3850649, 0.7168786, 0.0971045),
    b"bXYZ": xyz(0.1430804, 0.0606169, 0.7141733),
    b"rTRC": curve,
}
shared = {b"gTRC": b"rTRC", b"bTRC": b"rTRC"}
at = 128 + 4 + 12 * (len(tags) + len(shared))
places, body = {}, b""
for tag, data in tags.items():
    places[tag] = (at + len(body), len(data))
    body += data + bytes(-len(data) % 4)
for tag, same in shared.items():
    places[tag] = places[same]
table = struct.pack(">I", len(places))
table += b"".join(tag + struct.pack(">II", *place) for tag, place in places.items())
head = struct.pack(">I4sI4s4s4s", at + len(body), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
head += struct.pack(">6H4s4sI", 2000, 1, 1, 0, 0, 0, b"acsp", b"\0\0\0\0", 0)
head += bytes(4 + 4 + 8 + 4) + fixed(0.9642) + fixed(1.0) + fixed(0.8249)
head += bytes(128 - len(head))
(Path(__file__).parent / "srgb.icc").write_bytes(head + table + body)
