"""What tests of the briefing have in common: one estimate, and one page that the check passes."""


def estimated(**more):
    return {"best": 5, "low": 3, "high": 7, "reason": ""} | more


GOOD = {
    "audience": "A trade minister, on one policy for four states",
    "judgment": "The four will sign no common security document before the end of 2027.",
    "probability": "88",
    "word": "very likely",
    "confidence": "moderate confidence",
    "why": "Several independent sources agree, and some of the talks are secret.",
    "evidence_1": "E14",
    "evidence_2": "E18",
    "evidence_3": "V12",
    "case": "According to CSIS no four-way format was seen in 2025 [2]. Partners kept out [1] [3].",
    "counter": "Soldiers fought for a partner in Kursk [4].",
    "evidence_4": "st08",
    "indicator": "in06",
    "change": "One document signed by all four before 2028.",
    "as_of": "Spring 2026",
    "name": "Ada's page",
}
