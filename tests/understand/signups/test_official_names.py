"""Countries by their official names, by those of ISO 3166 and of CLDR, in a sentence and in a form."""

import pytest

from benchmarks.signups import read

NAMES = {
    "Democratic Republic of the Congo": "CD",
    "Congo, Democratic Republic of the": "CD",
    "Islamic Republic of Iran": "IR",
    "Iran, Islamic Republic of": "IR",
    "Russian Federation": "RU",
    "Republic of Moldova": "MD",
    "Moldova, Republic of": "MD",
    "United Republic of Tanzania": "TZ",
    "Tanzania, United Republic of": "TZ",
    "Lao People's Democratic Republic": "LA",
    "Laos": "LA",
    "Syrian Arab Republic": "SY",
    "Viet Nam": "VN",
    "Brunei Darussalam": "BN",
    "Bolivia (Plurinational State of)": "BO",
    "Plurinational State of Bolivia": "BO",
    "Venezuela, Bolivarian Republic of": "VE",
    "Bolivarian Republic of Venezuela": "VE",
    "Democratic People's Republic of Korea": "KP",
    "Korea, Republic of": "KR",
    "Republic of Korea": "KR",
    "South Korea": "KR",
    "Hong Kong": "HK",
    "The Gambia": "GM",
    "The Bahamas": "BS",
    "The Netherlands": "NL",
    "United States of America": "US",
    "USA": "US",
    "U.S.A.": "US",
    "United Kingdom of Great Britain and Northern Ireland": "GB",
    "United Kingdom": "GB",
    "UK": "GB",
    "U.K.": "GB",
    "Great Britain": "GB",
    "England": "GB",
    "Scotland": "GB",
    "People's Republic of China": "CN",
    "PRC": "CN",
    "Republic of China": "TW",
    "UAE": "AE",
    "United Arab Emirates": "AE",
    "Kingdom of Saudi Arabia": "SA",
    "KSA": "SA",
    "Republic of Ireland": "IE",
    "Federated States of Micronesia": "FM",
    "Saint Vincent and the Grenadines": "VC",
    "St. Vincent & the Grenadines": "VC",
    "Sao Tome and Principe": "ST",
    "Bosnia and Herzegovina": "BA",
    "Republic of South Africa": "ZA",
    "RSA": "ZA",
    "Central African Republic": "CF",
    "Republic of Guinea": "GN",
    "Republic of the Sudan": "SD",
    "Republic of Cabo Verde": "CV",
    "Federal Republic of Germany": "DE",
    "French Republic": "FR",
    "Hellenic Republic": "GR",
    "Swiss Confederation": "CH",
    "Côte d'Ivoire": "CI",
    "Cote d'Ivoire": "CI",
    "Côte d’Ivoire": "CI",
    "Ivory Coast": "CI",
    "Burma": "MM",
    "Kyrgyz Republic": "KG",
    "Slovak Republic": "SK",
    "Aotearoa New Zealand": "NZ",
    "Deutschland": "DE",
    "Bundesrepublik Deutschland": "DE",
    "España": "ES",
    "République du Congo": "CG",
    "République de Côte d'Ivoire": "CI",
    "Российская Федерация": "RU",
    "РФ": "RU",
    "中华人民共和国": "CN",
    "جمهورية مصر العربية": "EG",
    "المملكة العربية السعودية": "SA",
    "Congo - Kinshasa": "CD",
    "Congo (Kinshasa)": "CD",
    "Kinshasa, Congo": "CD",
    "Lubumbashi, Congo": "CD",
    "Congo - Brazzaville": "CG",
    "Congo": "CG",
    "Pointe-Noire, Congo": "CG",
    "République islamique de Mauritanie": "MR",
    "República de Colombia": "CO",
    "Königreich Belgien": "BE",
    "Republik Österreich": "AT",
    "Royaume du Maroc": "MA",
}
HEAD = (
    "From: Ines Garcia <ines@library92.example.net>\nTo: iln@example.org\nSubject: Hello\n"
    "Content-Type: text/plain; charset=utf-8\n\n"
)


@pytest.mark.parametrize(("name", "country"), NAMES.items())
def test_a_country_by_its_official_name(name: str, country: str) -> None:
    prose = (
        f"Hello,\n\nMy name is Ines Garcia. I work as a cataloguer in {name}.\nI write English and Chinese.\n"
    )
    form = f"Name: Ines Garcia\nCountry: {name}\nWork: cataloguer\nLanguages: English\n"
    for words in (prose, form):
        assert read((HEAD + words).encode())["country"] == country
