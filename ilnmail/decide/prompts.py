"""The monthly topic: one question to everybody in a running round, and what they answer."""

from dataclasses import replace
from datetime import date, timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.calendar import today
from ilnmail.decide.cards import country_name
from ilnmail.decide.changing import change
from ilnmail.decide.couples import names, partner_names
from ilnmail.decide.relay import contact, hidden
from ilnmail.decide.sending import answer, conclude, letter, promised, question
from ilnmail.decide.state import Couple, State
from ilnmail.decide.topics import prompt_days, title_of, topic_for
from ilnmail.effects import Effect, Guard, Keep, Outcome, Send
from ilnmail.events import Due, TopicAnswered
from ilnmail.letters import Topic, in_language
from ilnmail.model import Answer, Mailings, Person, Round
from ilnmail.understand.links import links_in


def prompt_due(state: State, event: Due) -> tuple[Effect, ...]:
    """One batch of a mailing. `period` is round.topic.day, so that each goes once to each person."""
    running = state.round
    assert running is not None
    day = date.fromisoformat(event.period.rsplit(".", 1)[1])
    topic = topic_for(state, running, day)
    sends: tuple[Effect, ...] = ()
    if topic:
        wanted = tuple(p for p in state.people if p.mailings in (Mailings.ALL, Mailings.TOPICS))
        for number, person in enumerate(wanted):
            sends += _prompt(state, event, running, in_language(topic, person.locale), person, number)
    return (
        *sends,
        advance(event),
    )


def _prompt(
    state: State, event: Due, running: Round, topic: Topic, person: Person, number: int
) -> tuple[Effect, ...]:
    couple = next((c for c in state.couples if person in c.people), None)
    partners = couple.partners_of(person.id) if couple else ()
    answered = {a.person: a for a in state.answers if a.topic == topic.slug}
    own = next((a for a in reversed(state.answers) if a.person == person.id and a.topic != topic.slug), None)
    sent = letter(
        "prompt",
        f"{running.name}.{topic.slug}",
        person,
        month=event.at.date(),
        topic_title=topic.title,
        topic_question=topic.question,
        topic_body=topic.body,
        partners=names(partners),
        language=couple.pairing.language if couple else "",
        partner_answers=tuple((p.name, answered[p.id].text) for p in partners if p.id in answered),
        own_last=own.text if own else "",
        own_last_on=own.at.date() if own else None,
        signed=(person.name, person.country or person.place),
        next_on=next((d for d in prompt_days(state, running) if d > today(event.at, person.zone)), None),
        **_round_up(state, topic),
    )
    sent = replace(
        sent, round=running.id, not_after=event.at + timedelta(days=state.schedules.prompts.keep_for)
    )
    return question(state, event.at, sent, topic.slug, number=number)


def _round_up(state: State, topic: Topic) -> dict[str, object]:
    """What was shared about the topic before: the lower half of the letter."""
    earlier = [a for a in state.answers if a.shared and a.topic != topic.slug]
    last = [a for a in earlier if a.topic == earlier[-1].topic] if earlier else []
    people = {p.id: p for p in (*state.people, *(p for c in state.couples for p in c.people))}
    said = tuple(
        (people[a.person].name, people[a.person].country or people[a.person].place, shortened(a.text))
        for a in last
        if a.person in people
    )
    page = f"{state.programme.site}/topics/{last[0].topic}" if last and state.programme.site else ""
    links = tuple(dict.fromkeys(link for a in last for link in a.links))
    return {"round_up": said[:3], "answers_count": len(last), "answers_page": page, "links": links[:5]}


def signature(person: Person) -> str:
    """How a shared answer is signed: Amina, Kenya."""
    return f"{person.name}, {country_name(person.country, 'en', person.place)}"


def shortened(text: str, most: int = 200) -> str:
    """One paragraph, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " ..."


def topic_answered(state: State, event: TopicAnswered) -> tuple[Effect, ...]:
    """Kept, with what was cut; to the partner after the hold; to everybody only with SHARE."""
    person, couple = state.person, state.couple
    assert person is not None
    if not event.text.strip():
        unread = answer(event, "not-understood", person, text=event.text, by=promised(state, event))
        return (unread, conclude(event, Outcome.ASKED, "an empty answer"))
    kept = _kept(state, event, person)
    first = not any(a.person == person.id for a in state.answers)
    receipt = answer(
        event,
        "answer-kept",
        person,
        partners=partner_names(state),
        shared=event.shared,
        minutes=state.schedules.holds.participants,
    )
    return (
        *kept,
        *(_shared_with_partners(state, event, couple, person) if couple else ()),
        *((receipt,) if first or event.shared else ()),
        conclude(
            event, Outcome.ACTED, f"answered the topic {event.topic}" + (", shared" if event.shared else "")
        ),
    )


def _kept(state: State, event: TopicAnswered, person: Person) -> tuple[Effect, ...]:
    before = next((a for a in state.answers if a.person == person.id and a.topic == event.topic), None)
    values = {
        "text": event.text,
        "cut": event.cut,
        "shared": event.shared,
        "links": links_in(event.text),
        "message": event.message,
        "at": event.at,
    }
    if before is not None:
        return change(before, **values)
    return (Keep(Answer(round=event.round, topic=event.topic, person=person.id, **values)),)  # type: ignore[arg-type]


def _shared_with_partners(
    state: State, event: TopicAnswered, couple: Couple, person: Person
) -> tuple[Effect, ...]:
    """A letter to each partner, and the sign of contact that it is."""
    return (
        *(_to_partner(state, event, couple, person, one) for one in couple.partners_of(person.id)),
        *contact(couple, person, f"m{event.message}", "answer", event.at),
    )


def _to_partner(state: State, event: TopicAnswered, couple: Couple, person: Person, one: Person) -> Send:
    return Send(
        kind="partner-answer",
        cause=f"m{event.message}",
        person=one.id,
        address=one.address,
        locale=one.locale,
        values={
            "text": event.text,
            "partner": person.name,
            "topic_title": title_of(state, event.topic, one.locale),
            "hidden": hidden(person, event.sender, one),
        },
        message=event.message,
        references=tuple(i.message_id for i in couple.introductions if i.person == one.id),
        pairing=couple.pairing.id,
        author=person.name,
        guard=Guard.PAIRING_RUNNING,
        not_before=event.at + timedelta(minutes=state.schedules.holds.participants),
    )
