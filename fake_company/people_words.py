"""Pools of words customers are made of: own Korean name syllables, places, and Faker's addresses and devices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

SURNAMES = {
    "김": 21.5, "이": 14.7, "박": 8.4, "최": 4.7, "정": 4.3, "강": 2.4, "조": 2.1, "윤": 2.1, "장": 2.0, "임": 1.7,
    "한": 1.5, "오": 1.5, "서": 1.5, "신": 1.5, "권": 1.4, "황": 1.4, "안": 1.4, "송": 1.4, "전": 1.1, "홍": 1.1,
    "유": 1.0, "고": 0.9, "문": 0.9, "양": 0.9, "손": 0.9, "배": 0.8, "백": 0.7, "허": 0.7, "남": 0.5, "심": 0.5,
    "노": 0.4, "하": 0.4, "곽": 0.4, "성": 0.4, "차": 0.4, "주": 0.4, "우": 0.4, "구": 0.4, "민": 0.3, "진": 0.3,
    "나": 0.3, "지": 0.3, "엄": 0.3, "채": 0.3, "원": 0.2, "천": 0.2, "방": 0.2, "공": 0.2, "현": 0.2, "함": 0.2,
    "남궁": 0.05, "황보": 0.03, "제갈": 0.02, "선우": 0.03,
}  # fmt: skip
"""Family names by share of people in per cent (2015 census, rounded; the rare ones approximate)."""

FEMALE_FIRST = "서지민하예수은유채다소윤가나현혜세연정미보주아시효희선영이재"
FEMALE_SECOND = "연우은윤아현서원진영린주희빈지민정인나경선혜솔별하율온미림리"
MALE_FIRST = "민서도준지현성우시주하태재승건진동정영윤은유찬상규경기한용병선"
MALE_SECOND = "준우호윤현민훈석진혁환수영빈원재후성기욱규철찬율안건범태식섭"
EMOJI = ("🌸", "💛", "🐰", "☁️", "✨", "🍑", "🐶", "🌿")
LONG_NAMES = (
    "알렉산드라빅토리아", "크리스토퍼조나단", "막시밀리안세바스티안", "우리집강아지엄마", "하늘에서내려온천사", "마리아델카르멘로사",
)  # fmt: skip
ENGLISH_FIRST = ("Emma", "Liam", "Olivia", "Noah", "Mia", "Lucas", "Sofia", "Ethan", "Chloe", "Daniel", "Yuki", "Wei")
ENGLISH_LAST = ("Smith", "Nguyen", "Tanaka", "Wang", "Brown", "Garcia", "Kim", "Martin", "Lee", "Müller")

PLACES: dict[str, tuple[float, str]] = {
    "서울특별시": (
        18.2,
        "강남구 강동구 강북구 강서구 관악구 광진구 구로구 노원구 동대문구 동작구 마포구 서대문구 "
        "서초구 성동구 성북구 송파구 양천구 영등포구 용산구 은평구 종로구 중구 중랑구",
    ),
    "경기도": (
        26.5,
        "수원시 성남시 고양시 용인시 부천시 안산시 안양시 남양주시 화성시 평택시 의정부시 "
        "시흥시 파주시 김포시 광명시 하남시 군포시 오산시 이천시 구리시",
    ),
    "인천광역시": (5.8, "남동구 부평구 서구 연수구 미추홀구 계양구 중구"),
    "부산광역시": (6.4, "해운대구 부산진구 사하구 북구 남구 동래구 금정구 연제구 수영구"),
    "대구광역시": (4.6, "달서구 북구 수성구 동구 서구 달성군"),
    "대전광역시": (2.8, "서구 유성구 중구 동구 대덕구"),
    "광주광역시": (2.8, "북구 광산구 서구 남구 동구"),
    "울산광역시": (2.1, "남구 중구 북구 동구 울주군"),
    "세종특별자치시": (0.8, "세종시"),
    "강원특별자치도": (3.0, "춘천시 원주시 강릉시 속초시 동해시"),
    "충청북도": (3.1, "청주시 충주시 제천시 음성군"),
    "충청남도": (4.1, "천안시 아산시 서산시 당진시 공주시"),
    "전북특별자치도": (3.4, "전주시 익산시 군산시 정읍시"),
    "전라남도": (3.5, "여수시 순천시 목포시 광양시 나주시"),
    "경상북도": (5.0, "포항시 구미시 경산시 경주시 안동시 김천시"),
    "경상남도": (6.3, "창원시 김해시 진주시 양산시 거제시 통영시"),
    "제주특별자치도": (1.3, "제주시 서귀포시"),
}  # fmt: skip
"""Region → share of people in per cent (rounded resident statistics) and its larger cities or districts."""


def given_names(first: str, second: str) -> list[str]:
    """Every two-syllable name of the pools, without doubled syllables."""
    return [a + b for a in first for b in second if a != b]


GALAXY = ("SM-S928N", "SM-S921N", "SM-S911N", "SM-S901N", "SM-A546S", "SM-A356N", "SM-F946N", "SM-G991N")


@dataclass(frozen=True)
class FakerPools:
    """What Faker (ko_KR) supplies, made once a build."""

    streets: list[str]
    users: list[str]
    agents: dict[str, list[str]]  # by device OS


@lru_cache(maxsize=4)
def faker_pools(seed: int) -> FakerPools:
    """Seeded pools of road addresses, mail names and browser strings."""
    from faker import Faker

    fake = Faker("ko_KR")
    fake.seed_instance(seed)
    streets = [f"{fake.road_name()}{fake.random_element(('로', '대로', '길'))} {fake.pyint(1, 240)}" for _ in range(300)]
    users = [fake.user_name() for _ in range(600)]
    agents = {
        "ios": [_iphone(fake.pyint(15, 18), fake.pyint(0, 6)) for _ in range(24)],
        "android": [_galaxy(fake.random_element(GALAXY), fake.pyint(12, 15)) for _ in range(24)],
        "web": [_desktop(fake.pyint(118, 134)) for _ in range(24)],
    }
    return FakerPools(streets, users, agents)


def _iphone(major: int, minor: int) -> str:
    return f"Mozilla/5.0 (iPhone; CPU iPhone OS {major}_{minor} like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"


def _galaxy(model: str, version: int) -> str:
    return f"Mozilla/5.0 (Linux; Android {version}; {model}) AppleWebKit/537.36 Mobile Safari/537.36"


def _desktop(version: int) -> str:
    return f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/{version}.0.0.0 Safari/537.36"
