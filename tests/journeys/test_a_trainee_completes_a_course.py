"""A trainee enrols, reads, answers, stops, comes back on another device and completes the course: through HTTP only."""

from __future__ import annotations

import re

from flask import Flask

from tests.factories.site import browser, post, someone


def test_a_trainee_enrols_learns_and_completes(app: Flask, small_course: str) -> None:
    trainee = someone(app)
    client = browser(app, trainee)
    assert post(client, "/courses/small/enrolment").status_code == 303
    assert b"You are enrolled" in client.get("/courses/small").data

    done = post(client, "/courses/small/lessons/welcome/done")
    assert done.headers["Location"] == "/courses/small/quizzes/practice"

    begun = post(client, "/courses/small/quizzes/practice/attempts")
    first = begun.headers["Location"]
    attempt = first.rpartition("/questions/")[0]
    page = client.get(first).get_data(as_text=True)
    nine = re.search(r'value="(\d)"> <span dir="auto">Nine', page)
    assert nine is not None
    second = post(client, first, answer=nine[1], go="next").headers["Location"]

    other_device = browser(app, trainee)
    assert other_device.get(second).status_code == 200
    review = post(other_device, second, answer="87", go="next").headers["Location"]
    assert b"Every question is answered" in other_device.get(review).data
    result = post(other_device, attempt).headers["Location"]
    shown = other_device.get(result).get_data(as_text=True)
    assert "2 of 2 points" in shown
    assert "each treat one branch" in shown

    post(client, "/courses/small/lessons/more/done")
    begun = post(client, "/courses/small/quizzes/test/attempts")
    attempt = begun.headers["Location"].rpartition("/questions/")[0]
    page = client.get(f"{attempt}/questions/1").get_data(as_text=True)
    right = [re.search(rf'value="(\d)"> <span dir="auto">{part}<', page) for part in ("Part IV", "Part V")]
    post(client, f"{attempt}/questions/1", answer=[found[1] for found in right if found])
    page = client.get(f"{attempt}/questions/2").get_data(as_text=True)
    true = re.search(r'name="answer" value="(\d)"[^>]*> <span dir="auto"><span lang="en">True', page)
    because = re.search(r'name="reason" value="(\d)"[^>]*> <span dir="auto">The denominator is all residents', page)
    assert true is not None
    assert because is not None
    post(client, f"{attempt}/questions/2", answer=true[1], reason=because[1])
    post(client, f"{attempt}/questions/3", answer="Means tested.")
    result = post(client, attempt).headers["Location"]
    assert "Passed" in client.get(result).get_data(as_text=True)
    assert "Complete" in client.get("/my-learning").get_data(as_text=True)
