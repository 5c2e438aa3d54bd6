"""Worker processes return results in order, in a bounded number of batches at a time."""

import multiprocessing
import os
import sys
from collections.abc import Iterator

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.site.workers import BATCHES_AHEAD, PRELOADED, Workers


def squares(batch: list[int]) -> tuple[int, list[int]]:
    return os.getpid(), [number * number for number in batch]


def killed(_batch: list[int]) -> None:
    os._exit(9)


def failing(batch: list[int]) -> None:
    raise ValueError(f"no square of {batch}")


def loaded(names: list[str]) -> list[str]:
    return [name for name in names if name in sys.modules]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_batches(jobs: int) -> None:
    batches = [[number, number + 1] for number in range(20)]
    with Workers(jobs, patience=0) as workers:
        results = [result for _, result in workers.map(squares, batches)]
    assert results == [[n * n, (n + 1) ** 2] for n in range(20)]


def test_long_work_runs_in_other_processes() -> None:
    with Workers(2, patience=0) as workers:
        processes = {
            process for process, _ in workers.map(squares, [[number] for number in range(8)])
        }
    assert os.getpid() not in processes
    assert 1 <= len(processes) <= 2


@pytest.mark.parametrize(("jobs", "patience"), [(1, 0), (2, 60), (4, 0)])
def test_one_job_short_work_or_few_batches_need_no_process(jobs: int, patience: float) -> None:
    with Workers(jobs, patience=patience) as workers:
        processes = {process for process, _ in workers.map(squares, [[1], [2], [3]])}
    assert processes == {os.getpid()}


def test_without_batches_there_is_no_result() -> None:
    with Workers(2, patience=0) as workers:
        assert list(workers.map(squares, [])) == []


def test_batches_are_taken_only_as_results_are_used() -> None:
    taken = []

    def batches() -> Iterator[list[int]]:
        for number in range(100):
            taken.append(number)
            yield [number]

    with Workers(2, patience=0) as workers:
        next(workers.map(squares, batches()))
        assert len(taken) <= 2 * BATCHES_AHEAD + 1


def test_an_error_in_a_process_is_raised_here() -> None:
    with Workers(2, patience=0) as workers, pytest.raises(ValueError, match="no square of"):
        list(workers.map(failing, [[1], [2], [3], [4]]))


def test_a_process_that_is_killed_is_reported_with_a_cure() -> None:
    with Workers(2, patience=0) as workers, pytest.raises(FeedsvcError, match="use --jobs 1"):
        list(workers.map(killed, [[1], [2], [3], [4]]))


@pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="no server forks processes"
)
def test_worker_processes_begin_with_what_they_need_imported() -> None:
    names = list(PRELOADED)
    with Workers(2, patience=0) as workers:
        assert list(workers.map(loaded, [names] * 4)) == [names] * 4
