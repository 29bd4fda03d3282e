"""The teacher's pages: who may open them, the list, the door, messages, certificates."""

import subprocess
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.formats import date_format

from participation.courses.domain import attendance, certificates, reminders, telling
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import (
    Attendance,
    Booking,
    Certificate,
    Feedback,
    Material,
    Run,
)
from participation.courses.paper import certificate
from participation.courses.queries import teaching
from tests.factories.courses import RunFactory, book, manager_of, teacher_of
from tests.factories.people import UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


def home(run):
    return f"/kurse/leitung/{run.pk}/"


def be_there(time_machine, session):
    """Move to the middle of a date."""
    time_machine.move_to(session.starts_at + timedelta(minutes=10), tick=False)


@pytest.fixture
def teacher(run, enter):
    return enter(teacher_of(run))


def test_teachers_and_managers_open_their_runs_and_nobody_else_does(client, run, enter):
    other = RunFactory()
    for user, allowed in (
        (teacher_of(run), True),
        (manager_of(run.course.provider), True),
        (teacher_of(other), False),
        (manager_of(other.course.provider), False),
        (UserFactory(), False),
    ):
        enter(user)
        assert client.get(home(run)).status_code == (200 if allowed else 404)


def test_a_colleague_who_does_not_teach_the_run_does_not_see_who_comes(client, run, enter):
    colleague = teacher_of(RunFactory(course__provider=run.course.provider))

    enter(colleague)

    assert client.get(home(run)).status_code == 404


def test_a_teacher_who_has_left_the_provider_is_shut_out(client, run, teacher):
    teacher.course_providers.all().delete()

    assert client.get(home(run)).status_code == 404


def test_attendance_is_noted_by_list_and_corrected(client, run, teacher, time_machine):
    session = run.sessions.first()
    erika, otto = book(run, "Erika", "Otto").attendees.all()
    be_there(time_machine, session)
    path = f"{home(run)}{session.pk}/"

    client.post(path, {f"p_{erika.pk}": "present", f"p_{otto.pk}": "absent"})
    client.post(path, {f"p_{otto.pk}": "present", "p_999999": "present", "p_x": "present"})

    assert teaching.presences(session) == {erika.pk: "present", otto.pk: "present"}


def test_attendance_is_not_noted_days_before(run, teacher):
    erika = book(run).attendees.get()

    with pytest.raises(NotAllowedError):
        attendance.mark(session=run.sessions.first(), presences={erika.pk: "present"}, by=teacher)


def test_a_code_checks_in_once(client, run, teacher, time_machine):
    erika = book(run).attendees.get()
    be_there(time_machine, run.sessions.first())
    path = f"/kurse/einlass/{erika.key}/"

    assert client.get(path).status_code == 200
    assert Attendance.objects.count() == 0
    first, second = client.post(path), client.post(path)

    row = Attendance.objects.get()
    assert (row.presence, row.by_code, row.by) == ("present", True, teacher)
    assert (first.context["is_new"], second.context["is_new"]) == (True, False)


def test_a_code_is_worth_nothing_to_others_or_on_another_day(client, run, enter, time_machine):
    erika = book(run).attendees.get()
    path = f"/kurse/einlass/{erika.key}/"
    enter(UserFactory())
    assert client.post(path).status_code == 404

    enter(teacher_of(run))
    assert client.post(path).context["refusal"]
    assert Attendance.objects.count() == 0


def test_a_message_goes_to_everybody_who_is_booked_once(client, run, teacher):
    book(run)
    book(run, "Otto")
    book(run, confirmed=False)
    delivered()
    path = f"{home(run)}nachricht/"
    form = client.get(path).context["form"]
    words = {"subject": "100 % neu", "text": "Bitte Ladekabel mitbringen."}
    fields = words | {"key": form["key"].value()}

    for _press in range(2):
        client.post(path, fields)

    sent = delivered()
    assert len(sent) == 2
    assert all("Ladekabel" in mail.body and "100 % neu" in mail.subject for mail in sent)


def test_a_file_is_given_to_participants_and_taken_away(client, run, teacher):
    booking = book(run)
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    file = SimpleUploadedFile("blatt.pdf", pdf, "application/pdf")
    path = f"{home(run)}materialien/"

    client.post(path, {"title": "Blatt", "file": file, "shown": "before"})

    material = Material.objects.get()
    for page in (path, booking.get_absolute_url()):
        told = client.get(page).content.decode()
        assert "PDF, 1 kB" in told
    answer = client.get(f"{booking.get_absolute_url()}material/{material.pk}/")
    assert b"".join(answer.streaming_content) == pdf
    client.logout()
    assert client.get(material.document.url).status_code != 200

    client.force_login(teacher)
    client.post(path, {"remove": material.pk})
    assert Material.objects.count() == 0


def test_a_material_needs_a_file_or_a_link(client, run, teacher):
    answer = client.post(f"{home(run)}materialien/", {"title": "Blatt", "shown": "before"})

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_results_are_shown_from_five_answers_on(run):
    def answer():
        Feedback.objects.create(run=run, overall=4, content=5, teaching=3, access=4, good="Ruhe")

    for _one in range(4):
        answer()
    assert teaching.answers(run).averages == []
    answer()

    assert [mean for _label, mean in teaching.answers(run).averages] == [4, 5, 3, 4]


def attend(run, person, *sessions):
    for session in sessions:
        Attendance.objects.create(session=session, attendee=person, presence="present")


def finish(run, time_machine):
    time_machine.move_to(run.ends_at + timedelta(hours=1), tick=False)
    return Run.objects.select_related("course__provider").get(pk=run.pk)


def test_certificates_are_issued_to_who_was_there_often_enough(run, time_machine):
    erika, otto = book(run, "Erika Muster", "Otto").attendees.all()
    one, two = run.sessions.all()
    attend(run, erika, one, two)
    attend(run, otto, one)
    found = finish(run, time_machine)

    first, again = certificates.issue_for(run=found), certificates.issue_for(run=found)

    assert [each.attendee.name for each in first] == ["Erika Muster"]
    assert again == []
    assert first[0].number.endswith("-000001")
    assert certificates.is_intact(first[0])


def test_a_date_that_was_cancelled_does_not_count_for_certificates(run, time_machine):
    erika = book(run).attendees.get()
    one, two = run.sessions.all()
    attend(run, erika, one)
    two.cancelled_at = timezone.now()
    two.save()

    assert len(certificates.issue_for(run=finish(run, time_machine))) == 1


def test_there_are_no_certificates_before_the_end_or_where_the_course_has_none(run, time_machine):
    with pytest.raises(NotAllowedError):
        certificates.issue_for(run=run)
    run.course.attendance_percent = 0
    run.course.save()

    with pytest.raises(NotAllowedError):
        certificates.issue_for(run=finish(run, time_machine))


def text_of(pdf):
    command = ["pdftotext", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def paper(run, time_machine):
    """A certificate of Erika Muster."""
    erika = book(run, "Erika Muster").attendees.get()
    attend(run, erika, *run.sessions.all())
    return certificates.issue_for(run=finish(run, time_machine))[0]


@pytest.mark.poppler
def test_the_paper_is_a_tagged_pdf_with_name_number_and_address(client, paper):
    booking = paper.attendee.booking
    answer = client.get(f"{booking.get_absolute_url()}nachweis/{paper.number}.pdf")

    words = text_of(answer.content)
    assert "Erika Muster" in words
    assert paper.number in words
    assert f"{paper.data['from']} bis {paper.data['to']}\n" in words
    assert f"Ausgestellt {date_format(paper.issued_at)}" in words
    assert "/nachweis/" in words.replace("\n", "")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content


@pytest.mark.poppler
def test_a_course_of_one_day_is_certified_for_that_day(paper):
    paper.data["to"] = paper.data["from"]
    words = text_of(certificate(certificate=paper, address="https://example.org/"))
    assert f"{paper.data['from']}\n" in words
    assert " bis " not in words.split("Besuchte")[0]


def test_the_public_page_tells_validity_and_nothing_of_the_person(client, paper):
    page = client.get(paper.get_absolute_url()).content.decode()

    assert "gültig" in page
    assert paper.number in page
    assert "Erika" not in page


def test_a_changed_or_revoked_certificate_is_not_valid(client, paper):
    Certificate.objects.update(data=paper.data | {"name": "Mallory"})
    assert "nicht gültig" in client.get(paper.get_absolute_url()).content.decode()

    certificates.revoke(certificate=paper, reason="Name falsch geschrieben")

    page = client.get(paper.get_absolute_url()).content.decode()
    assert "nicht gültig" in page
    assert "Name falsch geschrieben" in page


def test_after_the_run_guests_are_written_to_once(paper):
    delivered()

    assert [reminders.wind_up() for _hour in range(2)] == [1, 0]

    mail = delivered()[0]
    assert "/kurse/rueckmeldung/" in mail.body
    assert Booking.objects.get().feedback_key


@pytest.mark.parametrize("count", [1, 30])
def test_a_run_takes_the_same_queries_for_one_and_for_many_people(
    client, run, teacher, assert_query_count, count
):
    Run.objects.filter(pk=run.pk).update(maximum=40)
    for _one in range(count):
        book(run)
    client.get(home(run))

    with assert_query_count(17):
        client.get(home(run))


def test_a_message_needs_somebody_to_read_it(run):
    with pytest.raises(NotAllowedError):
        telling.message_all(run=run, key=uuid4(), subject="x", text="y", by=None)
