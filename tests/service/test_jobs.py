import os
import signal
import time

import pytest

from kuroshio.service.jobs import Jobs, TooBusy
from kuroshio.service.store import read_json


@pytest.fixture
def make_jobs(tmp_path):
    made = []

    def make(workers=1, waiting=8, seconds=30.0):
        jobs = Jobs(
            tmp_path / "jobs",
            workers=workers,
            waiting=waiting,
            seconds=seconds,
            clock=time.time,
        )
        made.append(jobs)
        return jobs

    yield make
    for jobs in made:
        jobs.close()


def wait_job(jobs, tmp_path, steps, name="out", **more):
    return jobs.submit(
        "wait", {"steps": steps}, title="t", owner="me", out=tmp_path / name, **more
    )


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def test_a_job_tells_how_far_it_is_and_leaves_its_result(make_jobs, tmp_path):
    job = wait_job(make_jobs(), tmp_path, 20)
    until(lambda: job.progress[0] > 2)
    assert job.state == "running"
    assert job.progress[1:] == (20, "waiting")
    assert job.finished.wait(60)
    assert job.state == "done"
    assert read_json(tmp_path / "out") == {"waited": 20}


def test_the_same_work_under_way_is_joined(make_jobs, tmp_path):
    jobs = make_jobs()
    assert wait_job(jobs, tmp_path, 20) is wait_job(jobs, tmp_path, 20)


def test_a_running_job_is_cancelled_and_the_next_one_runs(make_jobs, tmp_path):
    jobs = make_jobs()
    job = wait_job(jobs, tmp_path, 2000)
    after = wait_job(jobs, tmp_path, 1, "next")
    until(lambda: job.state == "running")
    jobs.cancel(job)
    assert job.finished.wait(60)
    assert job.state == "cancelled"
    assert after.finished.wait(60)
    assert after.state == "done"


def test_a_waiting_job_is_cancelled_without_ever_running(make_jobs, tmp_path):
    jobs = make_jobs()
    first = wait_job(jobs, tmp_path, 10)
    second = wait_job(jobs, tmp_path, 1, "second")
    jobs.cancel(second)
    assert first.finished.wait(60)
    assert second.finished.wait(60)
    assert second.state == "cancelled"
    assert not (tmp_path / "second").exists()


def test_a_killed_process_is_told_and_the_job_can_run_again(make_jobs, tmp_path):
    jobs = make_jobs()
    job = wait_job(jobs, tmp_path, 2000)
    until(lambda: job.progress[0] > 1)
    os.kill(jobs._children[job.id].pid, signal.SIGKILL)
    assert job.finished.wait(60)
    assert job.state == "failed"
    assert job.failure["failed"] == "killed"
    again = jobs.again(job)
    until(lambda: again.progress[0] > 1)
    jobs.cancel(again)


def test_a_job_that_takes_too_long_is_stopped(make_jobs, tmp_path):
    job = wait_job(make_jobs(seconds=3.0), tmp_path, 2000)
    assert job.finished.wait(60)
    assert job.failure["failed"] == "late"


def test_only_so_many_jobs_wait(make_jobs, tmp_path):
    jobs = make_jobs(workers=0, waiting=2)
    wait_job(jobs, tmp_path, 1, "a")
    wait_job(jobs, tmp_path, 1, "b")
    with pytest.raises(TooBusy):
        wait_job(jobs, tmp_path, 1, "c")
    assert len(jobs.every("me")) == 2


def test_a_restart_finds_what_was_interrupted(make_jobs, tmp_path):
    first = make_jobs(workers=0)
    job = wait_job(first, tmp_path, 1)
    first.close()
    second = make_jobs()
    found = second.find(job.id)
    assert found.state == "interrupted"
    again = second.again(found)
    assert again.finished.wait(60)
    assert again.state == "done"


def test_a_fault_of_the_input_comes_back_whole(make_jobs, tmp_path):
    args = {
        "workspace": {"data": None, "cache": None, "agent": "t"},
        "sources": ["no-such-file.txt", "nor-this.txt"],
    }
    job = make_jobs().submit(
        "deal", args, title="t", owner="me", out=tmp_path / "out", folder=tmp_path
    )
    assert job.finished.wait(60)
    assert job.failure["failed"] == "input"
    assert [item["place"] for item in job.failure["faults"]] == args["sources"]


def test_a_defect_in_a_task_ends_the_job_not_the_worker(make_jobs, tmp_path):
    jobs = make_jobs()
    broken = jobs.submit(
        "wait", {}, title="t", owner="me", out=tmp_path / "x", folder=None
    )
    assert broken.finished.wait(60)
    assert broken.failure["failed"] == "defect"
    fine = wait_job(jobs, tmp_path, 1)
    assert fine.finished.wait(60)
    assert fine.state == "done"
