"""The benchmark's work as two fused passes compiled by numba: what counts as evidence, then every sum at once."""

from datetime import date, timedelta

import numba
import numpy as np
import pandas as pd

from bench.work import COLUMNS, MOST, POINTS, STEPS, Answer, Services, funnel, product_table, rounded, swept
from policy.rules.trigger import years_after

EPOCH, NO_DAY, MISSING = date(1970, 1, 1), -(2**31), -1
CODED = ("buyer_kind", "region", "nation", "instrument", "supplier_kind", "supplier_public_kind", "purchase")
SMALL = STEPS.index("small")
SMALL_BIT = 1 << SMALL
PASSES, KEPT, OPEN = 200, 90, 100


class Engine:
    """The counted contracts as arrays of small integers."""

    name = "numba, fused pass"

    def __init__(self, contracts: pd.DataFrame, services: pd.DataFrame) -> None:
        self.services = Services(services)
        frame = contracts[contracts["counted"] & (contracts["stage"] == "awarded")]
        self.levels = {name: list(frame[name].cat.categories) for name in (*CODED, "supplier")}
        self.codes = {
            name: np.where(frame[name].isna(), len(self.levels[name]), frame[name].cat.codes).astype(np.int32)
            for name in (*CODED, "supplier")
        }
        self.codes["service"] = self.services.codes(frame["service"]).astype(np.int32)
        self.levels["service"] = list(services.index)
        usable = ~frame["value_quality"].isin(("placeholder", "foreign")).to_numpy()
        pence = [np.rint(np.where(usable, frame[name], np.nan) * 100) for name in ("annual_gbp", "value_gbp")]
        self.pence = np.stack([np.where(np.isnan(each), MISSING, each) for each in pence], axis=1).astype(np.int64)
        self.ceiling = (frame["value_quality"] == "ceiling").to_numpy()
        end = frame["latest_end_date"].fillna(frame["end_date"]).to_numpy().astype("datetime64[D]")
        self.end = np.where(np.isnat(end), NO_DAY, end.astype(np.int64)).astype(np.int32)
        year = np.where(np.isnat(end), 0, end.astype("datetime64[Y]").astype(np.int64) + 1970)
        years, codes = np.unique(year, return_inverse=True)
        self.codes["year"], self.levels["year"] = codes.astype(np.int32), list(map(str, years))
        self.levels["year"][0] = "" if years[0] == 0 else self.levels["year"][0]
        place = np.searchsorted(np.array(POINTS[1:]) * 100, self.pence[:, 1], side="right")
        self.place = np.where(self.pence[:, 1] == MISSING, -1, place).astype(np.int16)
        self.groups = np.stack([self.codes[name] for name in COLUMNS], axis=1)

    def recalculate(self, values: dict) -> Answer:
        tables, low, high = self._tables(values)
        first = values["window.start"]
        last = years_after(first, values["window.years"]) - timedelta(days=1)
        window = np.array([(first - EPOCH).days, (last - EPOCH).days])
        columns = (
            self.codes["service"],
            self.codes["buyer_kind"],
            self.codes["purchase"],
            self.codes["instrument"],
            self.codes["supplier_kind"],
            self.codes["supplier_public_kind"],
            self.end,
            self.pence,
        )
        pattern, outcome, counts = _answers(*columns, *tables, window, values["small.threshold"] * 100, low)
        shares = {step: self.services.passing(counts[i, :, 0], counts[i, :, 2]) for i, step in enumerate(STEPS)}
        free = self.services.free(values)
        product = product_table(shares | {"small": np.ones(len(free))}, free)
        sizes = (len(COLUMNS), max(len(self.levels[name]) for name in COLUMNS) + 1)
        by, stops, top, neutral, placed, held, many, most = _sums(
            pattern,
            outcome,
            self.codes["service"],
            self.codes["supplier"],
            self.groups,
            self.place,
            self.pence,
            self.ceiling,
            low,
            high,
            rounded(product_table(shares, free)),
            rounded(product),
            *sizes,
            len(self.levels["supplier"]) + 1,
            len(POINTS),
        )
        there = np.flatnonzero(stops[:, 0])
        groups = {name: self._named(name, by[i]) for i, name in enumerate(COLUMNS)}
        cells = np.nonzero(many)
        order = np.argsort(-top[:-1, 4], kind="stable")[:MOST]
        return Answer(
            tuple(map(int, by[0].sum(axis=0))),
            funnel(*({code: part[code].tolist() for code in there} for part in (stops[:, :3], stops[:, 3:]))),
            groups,
            {self.levels["supplier"][code]: tuple(map(int, top[code])) for code in order if top[code, 4]},
            tuple(swept(placed, neutral, held, product, self.services, (*cells, many[cells], most))),
        )

    def _tables(self, values: dict) -> tuple:
        """Answers by code, where a rule reads one column: 0 stays, 1 not known, 2 leaves."""

        def by(name: str, answer: dict, otherwise: int) -> np.ndarray:
            return np.array([*(answer.get(level, otherwise) for level in self.levels[name]), 1], dtype=np.int8)

        public_kind = by("supplier_public_kind", {"owned": 0}, 2)
        if values["public.owned"]:
            public_kind = np.full_like(public_kind, 2)
        tables = (
            by("buyer_kind", dict.fromkeys(values["authorities.kinds"], 0), 2),
            by("purchase", {"service": 0, "unknown": 1}, 2),
            by("instrument", {"framework": 2, "dps": 2}, 0),
            by("supplier_kind", {"public": 2, "unknown": 1, "none": 1}, 0),
            public_kind,
            (2 - self.services.is_met(values)).astype(np.int8),
        )
        return tables, *(kept.astype(np.int64) for kept in self.services.kept(values))

    def _named(self, name: str, sums: np.ndarray) -> dict:
        names = [*self.levels[name], ""]
        return {names[code]: tuple(map(int, sums[code])) for code in np.flatnonzero(sums[:, 2])}


@numba.njit(cache=False)
def _answers(
    service,
    buyer,
    purchase,
    instrument,
    supplier,
    public,
    end,
    pence,
    who,
    what,
    form,
    kind,
    owned,
    met,
    window,
    threshold,
    low,
):
    """First pass: pattern of doubts and outcome of each contract, and the answers to each rule by service."""
    rows = len(service)
    pattern, outcome = np.empty(rows, np.uint8), np.empty(rows, np.uint8)
    counts = np.zeros((7, len(met), 3), np.int64)
    answers = np.empty(7, np.int8)
    for row in range(rows):
        of = service[row]
        answers[0], answers[1], answers[2] = who[buyer[row]], what[purchase[row]], form[instrument[row]]
        day, value = end[row], pence[row, 1]
        answers[3] = 1 if day == NO_DAY else 0 if window[0] <= day <= window[1] else 2
        answers[4] = met[of]
        answers[5] = 1 if value == MISSING else 2 if value < threshold else 0
        by_kind = kind[supplier[row]]
        answers[6] = owned[public[row]] if by_kind == 2 else by_kind
        bits, stopped, first = 0, PASSES, PASSES
        for step in range(7):
            answer = answers[step]
            counts[step, of, answer] += 1
            if answer == 1:
                bits |= 1 << step
                if first == PASSES:
                    first = OPEN + step
            elif answer == 2 and stopped == PASSES:
                stopped = step
        pattern[row] = bits
        outcome[row] = stopped if stopped < PASSES else KEPT if low[of] == 1000 else first
        if stopped == SMALL:
            # Whether a later rule stops it too, for the sweep without the one threshold.
            pattern[row] = bits | (128 if answers[6] == 2 else 0)
    return pattern, outcome, counts


@numba.njit(cache=False)
def _part(pence, share):
    whole, rest = pence * share // 1000, pence * share % 1000
    return whole + (1 if rest > 500 or (rest == 500 and whole % 2 == 1) else 0)


@numba.njit(cache=False)
def _sums(
    pattern,
    outcome,
    service,
    supplier,
    groups,
    place,
    pence,
    ceiling,
    low,
    high,
    table,
    without,
    columns,
    size,
    suppliers,
    points,
):
    """Second pass: every sum of every figure."""
    by, top = np.zeros((columns, size, 9), np.int64), np.zeros((suppliers, 9), np.int64)
    stops, placed = np.zeros((256, 6), np.int64), np.zeros((points, 9), np.int64)
    neutral, nine = np.zeros(9, np.int64), np.zeros(9, np.int64)
    held, many = np.zeros((points, len(low)), np.int64), np.zeros((128, len(low)), np.int64)
    most = 0
    for row in range(len(service)):
        of, code = service[row], outcome[row]
        if place[row] >= 0:
            held[place[row], of] += 1
        stops[code, 0] += 1000
        for measure in range(2):
            if not ceiling[row] and pence[row, measure] > 0:
                stops[code, 1 + measure] += pence[row, measure]
        if low[of] == 1000 or (code < OPEN and code != SMALL) or pattern[row] >= 128:
            continue
        if code >= OPEN:
            _nine(
                nine,
                pence[row],
                ceiling[row],
                0 if pattern[row] else 1000 - high[of],
                table[pattern[row], of],
                1000 - low[of],
            )
            for column in range(columns):
                for each in range(9):
                    by[column, groups[row, column], each] += nine[each]
            for each in range(9):
                top[supplier[row], each] += nine[each]
            for measure in range(3):
                stops[code, 3 + measure] += nine[3 * measure + 1]
        bits = pattern[row] & (127 - SMALL_BIT)
        _nine(nine, pence[row], ceiling[row], 0 if bits else 1000 - high[of], without[bits, of], 1000 - low[of])
        if place[row] >= 0:
            placed[place[row]] += nine
        else:
            neutral += nine
            many[bits, of] += 1
            most += nine[2]
    return by, stops, top, neutral, placed, held, many, most


@numba.njit(cache=False)
def _nine(nine, pence, ceiling, low, central, high):
    """What returns of one contract."""
    nine[0], nine[1], nine[2] = low, central, high
    for measure in range(2):
        amount = max(pence[measure], 0)
        value = 0 if ceiling else amount
        nine[3 + 3 * measure], nine[4 + 3 * measure] = _part(value, low), _part(value, central)
        nine[5 + 3 * measure] = _part(amount, high)
