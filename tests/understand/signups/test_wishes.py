"""The partner that somebody asks for in prose."""

import pytest

from ilnmail.understand.application.signup import SignupHints, read_signup


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I'm looking for somebody who runs a small library too.", "somebody who runs a small library too"),
        ("I would like to be matched with someone in Japan. I work in Zagreb.", "someone in Japan"),
        (
            "I want to be paired with a colleague from Germany, because I worked in Hamburg.",
            "a colleague from Germany",
        ),
        ("Je voudrais échanger avec une collègue d'Afrique.", "une collègue d'Afrique"),
        ("Gerne jemand aus Skandinavien!", "jemand aus Skandinavien"),
        ("Busco a alguien que trabaje con lenguas indígenas.", "alguien que trabaje con lenguas indígenas"),
        ("Gostaria de conhecer alguém de um país distante.", "alguém de um país distante"),
        ("Хотела бы переписываться с коллегой из Канады.", "коллегой из Канады"),
        ("أرغب في زميل من أوروبا.", "زميل من أوروبا"),
        ("希望找一个加拿大的伙伴。", "找一个加拿大的伙伴"),
        ("Somebody told me about you. I am a librarian in Oslo.", ""),
        ("I would like to join. I work with a colleague.", ""),
        ("Ich arbeite gern im Lesesaal.", ""),
    ],
)
def test_a_wish_is_kept_in_its_own_words(text: str, wish: str) -> None:
    assert read_signup(text, SignupHints()).application.wish == wish
