"""What a page shows of a trial's metrics: valid readings, corrected ones, and the drawings of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from trials import queries
from trials.chart import Drawing, draw
from trials.models import Arm, Metric, Reading, Trial

WIDE, NARROW, SMALL = (680.0, 280.0), (328.0, 220.0), (320.0, 180.0)
"""Sizes of a drawing: for a page, for a phone, for the side of a page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One metric with everything that was read of it, oldest first."""

    metric: Metric
    trial: Trial
    everything: Sequence[Reading]

    @property
    def readings(self) -> list[Reading]:
        """The valid readings on the trial's own side."""
        return self._side(Arm.TRIAL)

    @property
    def compared(self) -> list[Reading]:
        """The valid readings of the comparison."""
        return self._side(Arm.COMPARISON)

    @property
    def last(self) -> Reading | None:
        """The latest valid reading."""
        return self.readings[-1] if self.readings else None

    @property
    def corrected(self) -> int:
        """How many readings a later one took the place of."""
        return sum(reading.superseded_by_id is not None for reading in self.everything)

    @property
    def wide(self) -> Drawing:
        """The drawing for a page."""
        return self._drawn(WIDE)

    @property
    def narrow(self) -> Drawing:
        """The drawing for a phone."""
        return self._drawn(NARROW)

    @property
    def small(self) -> Drawing:
        """The drawing for the side of a page."""
        return self._drawn(SMALL)

    def _side(self, arm: Arm) -> list[Reading]:
        return [each for each in self.everything if each.superseded_by_id is None and each.arm is arm]

    def _drawn(self, size: tuple[float, float]) -> Drawing:
        return draw(
            self.readings,
            baseline=self.metric.baseline,
            target=self.metric.target,
            comparison=self.compared,
            starts_on=self.trial.starts_on if self.trial.locked_at else None,
            ends_on=self.trial.ended_on or self.trial.ends_on,
            size=size,
        )


def sheets_of(trial: Trial) -> list[Sheet]:
    """A sheet for each metric, the main one first; one question to the database."""
    sheets = sheets_of_many([trial])
    first = trial.main_metric
    return [sheets[metric.id] for metric in sorted(trial.metrics, key=lambda metric: (metric is not first, metric.id))]


def sheets_of_many(trials: Sequence[Trial]) -> dict[int, Sheet]:
    """A sheet for each metric of the trials by the metric's id; one question to the database."""
    readings = queries.readings_of(trials, superseded=True)
    return {metric.id: Sheet(metric, trial, readings[metric.id]) for trial in trials for metric in trial.metrics}
