"""What people say of themselves beside name, place and languages, in eight languages; and what is none of it."""

import pytest

from ilnmail.understand.application.changes import read_changes
from ilnmail.understand.application.details import rhythm_of, stage_of
from ilnmail.understand.application.signup import SignupHints, read_signup
from ilnmail.understand.application.wanted import read_wish

STAGES = [
    ("I have been a librarian for twelve years.", "twelve years", "mid"),
    ("I am new to the profession and work in Oslo.", "new to the profession", "early"),
    ("Ich arbeite seit 20 Jahren in der Bibliothek.", "20 Jahren", "senior"),
    ("J'ai 35 ans et je travaille à Lyon.", "", ""),
    ("Je travaille à la bibliothèque depuis trois ans.", "trois ans", "early"),
    ("Llevo 8 años en la biblioteca.", "8 años", "mid"),
    ("Sou estudante de biblioteconomia.", "Sou estudante", "student"),
    ("Работаю в библиотеке 15 лет.", "15 лет", "senior"),
    ("لدي خبرة عشر سنوات.", "عشر سنوات", "mid"),
    ("我是图书馆学研究生。", "研究生", "student"),
    ("The library is 100 years old.", "", ""),
    ("I am looking for someone with many years of experience.", "", ""),
]
NEVER = [
    (
        "Please never pair me with Jonas Berg or anyone from the University of Oslo.",
        ("Jonas Berg", "University of Oslo"),
    ),
    ("Bitte nicht mit Petra Klein zusammenbringen.", ("Petra Klein",)),
    ("Ne me mettez pas avec Paul Martin, merci.", ("Paul Martin",)),
    (
        "No me emparejen con Ana Ruiz ni con nadie de la Biblioteca Central.",
        ("Ana Ruiz", "Biblioteca Central"),
    ),
    ("Qualquer pessoa menos João Costa.", ("João Costa",)),
    ("Не ставьте меня в пару с Ольгой Петровой.", ("Ольгой Петровой",)),
    ("لا أريد أن أكون مع سامي حداد.", ("سامي حداد",)),
    ("请不要把我和王芳配对。", ("王芳",)),
    ("I have never worked with maps, but I work with Jonas Berg.", ()),
    ("We never meet with readers on Sundays.", ()),
]
RHYTHMS = [
    ("I'd like to write every two weeks.", "fortnightly"),
    ("Ich schreibe gern einmal im Monat.", "monthly"),
    ("J'aimerais écrire une fois par semaine.", "weekly"),
    ("Me gustaría escribir dos veces al mes.", "fortnightly"),
    ("Posso escrever uma vez por mês.", "monthly"),
    ("Могу писать раз в неделю.", "weekly"),
    ("أستطيع الكتابة مرة كل أسبوعين.", "fortnightly"),
    ("我可以每月写信一次。", "monthly"),
    ("I run a weekly story hour for children.", ""),
]
WISHES = [
    ("someone from Africa who works in a different kind of library", "different", "KE", ""),
    ("jemand aus Skandinavien", "", "SE", ""),
    ("quelqu'un d'Afrique de l'Ouest", "", "SN", ""),
    ("alguien de América Latina con mucha experiencia", "", "PE", "senior"),
    ("alguém da Ásia", "", "JP", ""),
    ("коллегой из Латинской Америки", "", "BR", ""),
    ("زميل من أوروبا", "", "FR", ""),
    ("找一个加拿大的伙伴", "", "CA", ""),
    ("a student in Norway", "", "NO", "student"),
    ("опытным коллегой из Европы", "", "PL", "senior"),
    ("surprise me", "any", "", ""),
    ("interests", "similar", "", ""),
    ("kind of library", "similar", "", ""),
]


@pytest.mark.parametrize(("text", "words", "code"), STAGES)
def test_how_long_somebody_has_been_at_it(text: str, words: str, code: str) -> None:
    told = read_signup(text, SignupHints()).application.stage
    assert (told, stage_of(told)) == (words, code)


@pytest.mark.parametrize(("text", "names"), NEVER)
def test_whom_somebody_must_not_be_paired_with(text: str, names: tuple[str, ...]) -> None:
    assert read_signup(text, SignupHints()).application.never == names


@pytest.mark.parametrize(("text", "code"), RHYTHMS)
def test_how_often_somebody_would_write(text: str, code: str) -> None:
    assert rhythm_of(read_signup(text, SignupHints()).application.rhythm) == code


@pytest.mark.parametrize(("words", "manner", "country", "stage"), WISHES)
def test_what_a_wish_stands_for(words: str, manner: str, country: str, stage: str) -> None:
    read = read_wish(words)
    assert (read.manner, read.stage) == (manner, stage)
    assert country in read.countries if country else not read.countries


def test_every_field_has_its_line_in_the_form() -> None:
    form = (
        "Name: Ana Lima\nCountry: Brazil\nLanguages: Portuguese\nExperience: 3 years\nGroup of three: yes\n"
    )
    form += "How often: once a month\nNever with: Rui Costa, Jonas Berg\nSecond address: ana@home.example.org"
    told = read_signup(form, SignupHints(sender="ana@example.org")).application
    assert (told.stage, told.trio, told.rhythm) == ("3 years", True, "once a month")
    assert (told.never, told.second_address) == (("Rui Costa", "Jonas Berg"), "ana@home.example.org")
    assert not told.questions


@pytest.mark.parametrize(
    "text",
    [
        "Yes, but my city is Mombasa; and I also write Arabic.",
        "Ja, aber meine Stadt ist Mombasa, und ich schreibe auch Arabisch.",
        "Oui, mais ma ville est Mombasa et j'écris aussi l'arabe.",
        "Sí, pero mi ciudad es Mombasa y también escribo árabe.",
        "Sim, mas a minha cidade é Mombasa e também escrevo árabe.",
        "Да, но мой город Mombasa, и я ещё пишу по-арабски.",
        "نعم، لكن مدينتي مومباسا وأكتب أيضا العربية",
        "是的，但我的城市是蒙巴萨，我也会写阿拉伯语。",
    ],
)
def test_a_card_is_corrected_in_prose(text: str) -> None:
    card = (("Pays", "Kenya"), ("Ville", "Nairobi"), ("Langues", "anglais, swahili"))
    changed = read_changes(text, (), card).values
    assert changed["languages"] == ("en", "sw", "ar")
    assert (changed["zone"], len(str(changed["city"])) > 2) == ("Africa/Nairobi", True)


@pytest.mark.parametrize(
    "text",
    [
        "My new address is ana@new.example.org",
        "Meine neue Adresse: ana@new.example.org",
        "Voici ma nouvelle adresse : ana@new.example.org",
        "Mi nuevo correo es ana@new.example.org",
        "O meu novo e-mail é ana@new.example.org",
        "Мой новый адрес: ana@new.example.org",
        "عنواني الجديد هو ana@new.example.org",
        "我的新邮箱是 ana@new.example.org",
        "Email: ana@new.example.org",
    ],
)
def test_a_new_address(text: str) -> None:
    assert read_changes(text, (), (), (), "ana@example.org").values == {"address": "ana@new.example.org"}


@pytest.mark.parametrize(
    "text", ["Yes.", "Yes, that is all right, thank you!", "Ja, alles richtig.", "是的，没错。"]
)
def test_a_yes_changes_nothing(text: str) -> None:
    assert read_changes(text, (), (("Name", "Ana"),)).values == {}


@pytest.mark.parametrize(
    "word", ["nobody", "personne", "Niemand", "nadie", "ninguém", "никого", "لا أحد", "没有"]
)
def test_nobody_empties_the_line(word: str) -> None:
    assert read_changes(f"Never with: {word}", (), ()).values == {"never": ()}


def test_nothing_written_says_nothing() -> None:
    told = read_signup("", SignupHints()).application
    assert not any((told.stage, told.trio, told.rhythm, told.never, told.second_address, told.wish))
