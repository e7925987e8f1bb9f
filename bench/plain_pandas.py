"""The benchmark's work as a good analyst would write it in pandas: a mask for each rule, groupby for each table."""

import numpy as np
import pandas as pd

from bench.work import COLUMNS, MOST, NINE, POINTS, STEPS, Answer, Services, funnel, product_table, rounded

MEASURES = ("contracts", "annual", "whole")
DEFINITIONS = {"pledge": "meets_pledge_definition", "act_2006": "meets_2006_definition", "light_touch": "light_touch"}


class Engine:
    """The table as pandas holds it, with the columns that no scenario changes worked out once."""

    name = "plain pandas"

    def __init__(self, contracts: pd.DataFrame, services: pd.DataFrame) -> None:
        self.services = Services(services)
        frame = contracts.copy(deep=False)
        usable = ~frame["value_quality"].isin(("placeholder", "foreign"))
        for measure, column in (("annual", "annual_gbp"), ("whole", "value_gbp")):
            frame[f"{measure}_top"] = (frame[column].where(usable) * 100).round()
            ceiling = frame["value_quality"] == "ceiling"
            frame[f"{measure}_pence"] = frame[f"{measure}_top"].where(~ceiling, 0).fillna(0).astype("int64")
        frame["end"] = frame["latest_end_date"].fillna(frame["end_date"])
        frame["year"] = frame["end"].dt.year
        frame["code"] = self.services.codes(frame["service"])
        self.frame = frame[frame["counted"] & (frame["stage"] == "awarded")].reset_index(drop=True)

    def recalculate(self, values: dict) -> Answer:
        frame = self.frame
        rules = self._rules(values)
        exits = [rules[step][0] for step in STEPS]
        doubts = [rules[step][1] for step in STEPS]
        keep_low, keep_high = (pd.Series(kept[frame["code"]]) for kept in self.services.kept(values))
        out = np.logical_or.reduce(exits)
        in_full = ~out & (keep_low == 1000)
        doubt = ~out & ~in_full & np.logical_or.reduce(doubts)
        stage = np.select(
            [*exits, in_full, *[doubt & mask for mask in doubts]],
            [*range(len(STEPS)), 90, *range(100, 100 + len(STEPS))],
            200,
        )
        shares = {step: self._passing(*rules[step]) for step in STEPS}
        free = self.services.free(values)
        pattern = sum(mask.to_numpy().astype(np.int64) << bit for bit, mask in enumerate(doubts))
        table = rounded(product_table(shares, free))
        back = pd.DataFrame(
            {
                "contracts_low": (1000 - keep_high).where(~doubt, 0),
                "contracts_central": np.where(doubt, table[pattern, frame["code"]], 1000 - (keep_low + keep_high) // 2),
                "contracts_high": 1000 - keep_low,
            }
        )
        returning = ~out & ~in_full
        decided = pd.concat([frame[returning], self._money(frame[returning], back[returning])], axis=1)
        return Answer(
            tuple(int(total) for total in decided[NINE].sum()),
            self._funnel(stage, decided),
            {column: self._by(decided, column) for column in COLUMNS},
            self._top(decided),
            tuple(self._sweep(values, rules, keep_low, keep_high)),
        )

    def _rules(self, values: dict) -> dict[str, tuple[pd.Series, pd.Series]]:
        """Which contracts certainly leave at each rule, and which may."""
        frame = self.frame
        met, not_met = self._assessment(values)
        first = pd.Timestamp(values["window.start"])
        last = first + pd.DateOffset(years=values["window.years"]) - pd.Timedelta(days=1)
        public = frame["supplier_kind"] == "public"
        own_doubt = pd.Series(data=False, index=frame.index)
        if not values["public.owned"]:
            own_doubt = public & frame["supplier_public_kind"].isna()
            public = public & (frame["supplier_public_kind"] != "owned") & ~own_doubt
        value = frame["whole_top"]
        return {
            "authorities": (
                frame["buyer_kind"].notna() & ~frame["buyer_kind"].isin(values["authorities.kinds"]),
                frame["buyer_kind"].isna(),
            ),
            "purchase": (
                frame["purchase"].isin(("goods", "works")),
                frame["purchase"].isna() | (frame["purchase"] == "unknown"),
            ),
            "frameworks": (frame["instrument"].isin(("framework", "dps")), frame["instrument"].isna()),
            "window": (frame["end"].notna() & ~frame["end"].between(first, last), frame["end"].isna()),
            "criteria": (not_met, ~met & ~not_met),
            "small": (value < values["small.threshold"] * 100, value.isna()),
            "public": (
                public,
                own_doubt | frame["supplier_kind"].isin(("unknown", "none")) | frame["supplier_kind"].isna(),
            ),
        }

    def _assessment(self, values: dict) -> tuple[pd.Series, pd.Series]:
        """Contracts that certainly meet one of the criteria, and those that certainly meet none."""
        frame = self.frame
        known = frame["code"] < len(self.services.frame)
        definition = frame[DEFINITIONS[values["contact.definition"]]]
        levels = ["significant", "incidental"] if values["contact.level"] == "incidental" else ["significant"]
        level, named = frame["contact"].isin(levels), frame["named_in_pledge"] == "yes"
        powers = ["held", "reports", "minor"]
        coercive = frame["coercive"].isin(powers[: powers.index(values["coercive.level"]) + 1])
        articles = frame["echr_articles"].cat.categories
        rights = frame["echr_articles"].isin([a for a in articles if {*a.split()} & {*values["rights.articles"]}])
        met = (definition == "yes") & level | named | coercive | rights
        return met, known & ~named & ~coercive & ~rights & ((definition == "no") | ~level)

    def _passing(self, exits: pd.Series, unknown: pd.Series) -> np.ndarray:
        """Share that passes by service, from the contracts with a certain answer."""
        code = self.frame["code"]
        size = range(len(self.services.frame) + 1)
        passed = (~exits & ~unknown).groupby(code).sum().reindex(size, fill_value=0)
        left = exits.groupby(code).sum().reindex(size, fill_value=0)
        return self.services.passing(passed.to_numpy(), left.to_numpy())

    def _money(self, frame: pd.DataFrame, back: pd.DataFrame) -> pd.DataFrame:
        """What returns of each contract, rounded once, halves to even; of a ceiling only at most."""
        for measure in ("annual", "whole"):
            pence, top = frame[f"{measure}_pence"], frame[f"{measure}_top"].fillna(0).astype("int64")
            for end, amount in (("low", pence), ("central", pence), ("high", top)):
                back[f"{measure}_{end}"] = _part(amount, back[f"contracts_{end}"].astype("int64"))
        return back

    def _funnel(self, stage: np.ndarray, decided: pd.DataFrame) -> dict:
        held = self.frame.assign(contracts_pence=1000)
        stops = held.groupby(stage)[[f"{measure}_pence" for measure in MEASURES]].sum()
        back = decided.groupby(stage[decided.index])[[f"{measure}_central" for measure in MEASURES]].sum()
        return funnel(*(dict(zip(sums.index, sums.to_numpy().tolist(), strict=True)) for sums in (stops, back)))

    def _by(self, decided: pd.DataFrame, column: str) -> dict:
        sums = decided.groupby(column, observed=True, dropna=False)[NINE].sum()
        names = ["" if pd.isna(name) else str(int(name)) if column == "year" else name for name in sums.index]
        return dict(zip(names, sums.itertuples(index=False, name=None), strict=True))

    def _top(self, decided: pd.DataFrame) -> dict:
        sums = decided.groupby("supplier", observed=True)[NINE].sum()
        sums = sums.sort_values("annual_central", ascending=False, kind="stable").head(MOST)
        return dict(zip(sums.index, sums.itertuples(index=False, name=None), strict=True))

    def _sweep(self, values: dict, rules: dict, keep_low: pd.Series, keep_high: pd.Series):
        """Ask the one rule again at each threshold, of the contracts that no other turns away."""
        others = [rules[step] for step in STEPS if step != "small"]
        stays = ~np.logical_or.reduce([exits for exits, _ in others]) & (keep_low < 1000)
        rest = self.frame[stays]
        doubt = np.logical_or.reduce([unknown[stays] for _, unknown in others])
        shares = {step: self._passing(*rules[step]) for step in STEPS if step != "small"}
        bits = {step: bit for bit, step in enumerate(STEPS)}
        pattern = sum(rules[step][1][stays].to_numpy().astype(np.int64) << bits[step] for step in shares)
        code, value = rest["code"].to_numpy(), rest["whole_top"]
        back = pd.DataFrame(
            {
                "contracts_low": np.where(doubt, 0, (1000 - keep_high)[stays]),
                "contracts_central": 0,
                "contracts_high": (1000 - keep_low)[stays],
            },
            index=rest.index,
        )
        every = self.frame["whole_top"]
        none_left = {"small": np.ones(len(self.services.group))}
        product = product_table(shares | none_left, self.services.free(values))
        back["contracts_central"] = rounded(product)[pattern, code]
        back = self._money(rest, back)
        missing = value.isna()
        for point in POINTS:
            if point == 0:
                yield tuple(int(total) for total in back[NINE].sum())
                continue
            small = self._passing(every < point * 100, every.isna())
            table = rounded(product * small)
            open_ = pd.DataFrame(
                {
                    "contracts_low": 0,
                    "contracts_high": back.loc[missing, "contracts_high"],
                    "contracts_central": table[pattern[missing], code[missing]],
                },
                index=rest.index[missing],
            )
            at = back.loc[value >= point * 100, NINE].sum() + self._money(rest[missing], open_)[NINE].sum()
            yield tuple(int(total) for total in at)


def _part(pence: pd.Series, permille: pd.Series) -> pd.Series:
    whole, rest = pence * permille // 1000, pence * permille % 1000
    return whole + ((rest > 500) | ((rest == 500) & (whole % 2 == 1)))
