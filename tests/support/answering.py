"""Answers to questions of the bank, as a journal keeps them."""

from helpers import bank, judging


def right(question):
    """Return the right answer to a question, as the journal would keep it."""
    if question.kind == "single":
        return next(o.key for o in question.options if o.right)
    if question.kind == "multiple":
        return [o.key for o in question.options if o.right]
    if question.kind == "order":
        return [o.key for o in question.options]
    if question.kind == "match":
        return {o.key: o.goes_with for o in question.options}
    if question.kind == "two-tier":
        tiers = {"answer": question.options, "reason": question.partners}
        return {tier: next(o.key for o in some if o.right) for tier, some in tiers.items()}
    if question.kind == "series":
        return judging.points(question)
    return bank.resolve(question.expected)


def of_lesson(lesson):
    return [q for q in bank.bank().values() if q.id.startswith(f"{lesson}.")]
