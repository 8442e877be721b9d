"""The heading lines of a letter or topic: `key: value` between two lines of three hyphens."""


class LetterError(ValueError):
    """A letter or topic cannot be used as it is written; the message names the file and what to change."""


def split(where: str, text: str) -> tuple[dict[str, str], str]:
    """The heading lines and the text below them. Indented lines belong to the key above them, one a line."""
    first, *lines = text.replace("\r\n", "\n").split("\n")
    if first != "---" or "---" not in lines:
        raise LetterError(f"{where}: begin with a line '---', then 'key: value' lines, then '---' again")
    end = lines.index("---")
    head: dict[str, str] = {}
    key = ""
    for line in lines[:end]:
        if line.startswith(" ") and key:
            head[key] += f"\n{line.strip()}"
        elif ":" in line:
            key, _, value = line.partition(":")
            head[key] = value.strip()
        elif line.strip():
            raise LetterError(f"{where}: '{line}' is no 'key: value' line")
    return head, "\n".join(lines[end + 1 :])
