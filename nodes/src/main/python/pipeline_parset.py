"""LOFAR's parameter sets, written back as they were read but for what was changed: Python 3.6 or newer, standard library only.

    from pipeline_parset import Parset

    parset = Parset.read("imaging.parset")
    parset["imager.cells"] = "[1024, 1024]"
    for name, value in parset.subset("imager.").items():
        print(name, value)
    parset.write("imaging.1.parset")

key = value; '#' outside quotes begins a comment; a value goes on over the following lines until one has a '=' outside quotes, with
a backslash at the ends of lines or without; of a key that comes twice the last counts, as for LOFAR's own reader. Values are texts,
not parsed any further: {{ data }}, selectors such as [CR]S*&, expressions. pipeline.parset.RawParset reads the same in Java.
"""

import os

__all__ = ["Parset", "ParsetError"]

_QUOTES = "\"'"
_BLANKS = " \t\r"


class ParsetError(ValueError):
    """What is wrong in a parameter set, with its place: name:line:column: what."""


class Parset:
    """A parameter set; it is a mapping of keys to texts in the order in which the keys come first."""

    def __init__(self, text="", name="parset"):
        self.name = str(name)
        self._text = text[1:] if text.startswith("\ufeff") else text
        self._values = _values(self._text, self.name)

    @classmethod
    def read(cls, path):
        """Reads a file, which is UTF-8; a byte order mark at its beginning is dropped."""
        with open(path, "rb") as file:
            data = file.read()
        try:
            return cls(data.decode("utf-8"), path)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ParsetError("%s:%d: the byte 0x%02x is not UTF-8, expected a text in UTF-8; convert the file, with iconv for example"
                              % (path, line, data[error.start])) from None

    def keys(self):
        """Returns the keys in the order in which they come first."""
        return list(self._values)

    def get(self, key, default=None):
        """Returns a value as it stands there, without comments, on one line; the default if there is no such key."""
        return self._values[key][0] if key in self._values else default

    def __getitem__(self, key):
        return self._values[key][0]

    def __contains__(self, key):
        return key in self._values

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._values)

    def list(self, key):
        """Returns the elements of a list in brackets, or the value alone if it is none; quotes around an element are taken away."""
        text = self.get(key, "").strip()
        return _elements(text) if text else []

    def subset(self, prefix):
        """Returns the keys that begin with a prefix, without it, and their values."""
        return {key[len(prefix):]: value[0] for key, value in self._values.items()
                if key.startswith(prefix) and len(key) > len(prefix)}

    def __setitem__(self, key, value):
        """Replaces the value of a key, and nothing else; a new key comes at the end."""
        key, value = str(key), str(value)
        changed = self._replaced(key, value)
        expected = dict(self.subset(""))
        expected[key] = value
        try:
            values = _values(changed, self.name)
        except ParsetError:
            values = {}
        if {name: one[0] for name, one in values.items()} != expected:
            raise ValueError("%s = %s would be read as something else" % (key, value))
        self._text = changed
        self._values = values

    def _replaced(self, key, value):
        text = self._text
        if key not in self._values:
            end = "\r\n" if "\r\n" in text else "\n"
            gap = "" if not text or text.endswith("\n") else end
            return text + gap + key + " = " + value + end
        _, begin, end = self._values[key]
        gap = " " if begin > 0 and text[begin - 1] == "=" else ""
        return text[:begin] + gap + value + text[end:]

    def text(self):
        """Returns the whole text."""
        return self._text

    def write(self, path):
        """Writes the whole text into a file, which is never there in part."""
        path = os.path.abspath(str(path))
        part = "%s.%d.part" % (path, os.getpid())
        try:
            with open(part, "wb") as file:
                file.write(self._text.encode("utf-8"))
            os.replace(part, path)
        except BaseException:
            if os.path.exists(part):
                os.remove(part)
            raise

    def __eq__(self, other):
        return isinstance(other, Parset) and self._text == other._text

    def __hash__(self):
        return hash(self._text)

    def __repr__(self):
        return "Parset(%r, %d keys)" % (self.name, len(self))


def _values(text, name):
    """Returns text, begin and end of each value, by key: the last of each, in the order of their first."""
    values = {}
    position = 0
    while True:
        line = _line(text, position)
        while line[0] < len(text) and not text[line[0]:line[1]].strip():
            line = _line(text, line[2])
        begin, end, after, equals = line
        if begin >= len(text):
            return values
        if equals < 0:
            raise _error(text, name, _skip_blanks(text, begin, end), "expected key = value")
        key = text[begin:equals].strip()
        if not key:
            raise _error(text, name, equals, "expected a key before the '='")
        begin = _skip_blanks(text, equals + 1, end)
        end = _trimmed(text, begin, end)
        value = _piece(text[begin:end])
        more = _line(text, after)
        while more[0] < len(text) and more[3] < 0:
            if text[more[0]:more[1]].strip():
                start = _skip_blanks(text, more[0], more[1])
                end = _trimmed(text, start, more[1])
                value += _piece(text[start:end])
            after = more[2]
            more = _line(text, after)
        position = after
        values[key] = (value, begin, end)


def _line(text, begin):
    """Returns where a line begins, where it ends without its comment, where the next begins, and its first '=' outside quotes or -1."""
    stop = text.find("\n", begin)
    stop = len(text) if stop < 0 else stop
    quote = ""
    equals = -1
    end = stop
    for i in range(begin, stop):
        char = text[i]
        if quote:
            quote = "" if char == quote else quote
        elif char in _QUOTES and text.find(char, i + 1, stop) >= 0:
            quote = char
        elif char == "#":
            end = i
            break
        elif char == "=" and equals < 0:
            equals = i
    return begin, end, min(stop + 1, len(text)), equals


def _skip_blanks(text, begin, end):
    while begin < end and text[begin] in _BLANKS:
        begin += 1
    return begin


def _trimmed(text, begin, end):
    while end > begin and text[end - 1] in _BLANKS:
        end -= 1
    return end


def _piece(piece):
    """A backslash at the end of a line says only that the value goes on."""
    return piece[:-1].rstrip() if piece.endswith("\\") else piece


def _elements(text):
    """Takes a list in brackets apart at the commas outside quotes and inner brackets."""
    if not (text.startswith("[") and text.endswith("]")):
        return [_unquoted(text)]
    elements = []
    depth = 0
    quote = ""
    inside = text[1:-1]
    begin = 0
    for i, char in enumerate(inside):
        if quote:
            quote = "" if char == quote else quote
        elif char in _QUOTES:
            quote = char
        elif char in "[({":
            depth += 1
        elif char in "])}":
            depth -= 1
        elif char == "," and depth == 0:
            elements.append(_unquoted(inside[begin:i]))
            begin = i + 1
    if inside[begin:].strip():
        elements.append(_unquoted(inside[begin:]))
    return elements


def _unquoted(element):
    element = element.strip()
    quoted = len(element) > 1 and element[0] in _QUOTES and element[-1] == element[0]
    return element[1:-1] if quoted else element


def _error(text, name, place, problem):
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return ParsetError("%s:%d:%d: %s" % (name, line, column, problem))
