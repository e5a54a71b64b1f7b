"""What tests of the briefing have in common: one estimate, and one page that the check passes."""


def estimated(**more):
    return {"best": 5, "low": 3, "high": 7, "reason": ""} | more


GOOD = {
    "audience": "A trade minister, on one policy for four states",
    "judgment": "The four will sign no common security document before the end of 2097.",
    "probability": "88",
    "word": "very likely",
    "confidence": "moderate confidence",
    "recommendation": "Set one rule for each pair, and review it in June 2097.",
    "cost": "A joint act would then find the ministry late by weeks.",
    "why": "Several independent sources agree, and some of the talks are secret.",
    "evidence_1": "E14",
    "evidence_2": "E16",
    "evidence_3": "V12",
    "case": "According to CNN one supplier was needed less in 2025 [2]. Partners kept out [1] [3].",
    "counter": "Soldiers fought for a partner in Kursk [4].",
    "evidence_4": "st08",
    "indicator": "in06",
    "threshold": "one text of all four by 31 December 2097",
    "change": "One document signed by all four before 2098.",
    "as_of": "Spring 2026",
    "name": "Ada's page",
}
