"""The sentence to quote in three lengths, and the citation in the forms that papers and programs take.

Every word comes from the result that the chart is made of (`Taken`), so that quotation and figure cannot part.
"""

import json
import re

from output.files.about import Taken
from output.text import file_text
from policy.formats import capital, day, inner

_AUTHOR = "Back in house"
_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "&%$#_"
}


def sentences(taken: Taken) -> dict[str, str]:
    """The sentence in three lengths, by the name of the length."""
    finding, answered, answer = f"{taken.chart.finding}.", taken.answered, f"{taken.answered.headline}."
    source = f"{taken.subject.source_line}."
    policy = f"Policy: {taken.subject.policy_line}."
    parts = {
        "Short": (
            _compared(taken) or answer,
            f"Source: {_AUTHOR}, from {taken.subject.title}, {day(taken.subject.as_of)}.",
        ),
        "Medium": (finding, answer, answered.weighs, answered.range, source),
        "Long": (
            finding,
            answer,
            answered.weighs,
            answered.certainty,
            answered.coverage,
            taken.what_it_is,
            policy,
            source,
            _data(taken),
        ),
    }
    return {length: " ".join(file_text(part) for part in statements if part) for length, statements in parts.items()}


def citations(taken: Taken) -> dict[str, str]:
    """The citation, by the name of its form."""
    return {
        "Short": file_text(f"{taken.subject.citation()} {_receipt(taken)}."),
        "Long": file_text(_long(taken)),
        "BibTeX": bibtex(taken),
        "CSL-JSON": csl(taken),
        "RIS": ris(taken),
    }


def _compared(taken: Taken) -> str:
    """What a chart of several scenarios says, of which the page answers one; "" of any other."""
    chart = taken.chart
    if not chart.scenarios:
        return ""
    return f"{chart.caption}: {'; '.join(filter(None, (inner(chart.finding), chart.note)))}."


def _data(taken: Taken) -> str:
    return f"{capital(taken.subject.ids)}."


def _title(taken: Taken) -> str:
    return f"{taken.chart.finding}. {taken.chart.shows}"


def _receipt(taken: Taken) -> str:
    return f"Receipt {taken.answered.receipt()['id']}"


def _note(taken: Taken) -> str:
    spread = f" {taken.answered.spread}." if taken.answered.spread else ""
    about = f"{taken.subject.source_line}. Policy: {taken.subject.policy_line}"
    return f"{taken.answered.headline}.{spread} {about}. {_data(taken)} {_receipt(taken)}"


def _noted(taken: Taken) -> str:
    """The note of a reference, which holds the way back where no address can."""
    return _note(taken) if taken.address else f"{_note(taken)}. {taken.way_back}"


def _long(taken: Taken) -> str:
    return " ".join(
        [f"{_title(taken)}.", taken.subject.citation(), f"{_note(taken)}.", f"{taken.way_back}.", taken.licence]
    ).strip()


def _key(taken: Taken) -> str:
    """Name of the reference, by what tells its file from every other."""
    return f"back-in-house-{re.sub(r'[^a-z0-9]+', '-', taken.subject.file_name(taken.chart.name, '').lower())}".strip(
        "-"
    )


def bibtex(taken: Taken) -> str:
    """The citation as an entry of BibTeX; `@misc`, since not every style knows data sets."""
    fields = {
        "title": f"{{{_tex(_title(taken))}}}",  # the second braces keep its capitals
        "author": f"{{{_AUTHOR}}}",
        "year": str(taken.subject.as_of.year),
        "note": _tex(_noted(taken)),
        "url": taken.address,
        "urldate": taken.day.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(taken)},", *lines, "}"])


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in file_text(text))


def csl(taken: Taken) -> str:
    """The citation as CSL-JSON, which reference managers read."""
    as_of, on = taken.subject.as_of, taken.day
    entry = {
        "id": _key(taken),
        "type": "dataset",
        "title": file_text(_title(taken)),
        "author": [{"literal": _AUTHOR}],
        "issued": {"date-parts": [[as_of.year, as_of.month, as_of.day]]},
        "accessed": {"date-parts": [[on.year, on.month, on.day]]},
        **({"URL": taken.address} if taken.address else {}),
        "note": file_text(_noted(taken)),
    }
    return json.dumps([entry], ensure_ascii=False, indent=1)


def ris(taken: Taken) -> str:
    """The citation as RIS; a line a field, ended as the format wants it."""
    as_of, on = taken.subject.as_of, taken.day
    fields = (
        ("TY", "DATA"),
        ("ID", _key(taken)),
        ("TI", _title(taken)),
        ("AU", _AUTHOR),
        ("PY", str(as_of.year)),
        ("DA", f"{as_of:%Y/%m/%d}"),
        *([("UR", taken.address)] if taken.address else []),
        ("Y2", f"{on:%Y/%m/%d}"),
        ("N1", _noted(taken)),
        ("ER", ""),
    )
    return "\n".join(f"{name}  - {file_text(value)}" for name, value in fields)


def citation_text(taken: Taken) -> str:
    """Both sentences and citations as one text, for a package."""
    texts = {f"Sentence, {name.lower()}": text for name, text in sentences(taken).items()}
    texts |= {f"Citation, {name.lower()}": text for name, text in list(citations(taken).items())[:2]}
    return "\n\n".join(f"{name}\n{text}" for name, text in texts.items()) + f"\n\nTaken on {day(taken.day)}.\n"
