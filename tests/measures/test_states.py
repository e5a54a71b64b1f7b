"""Names of states come from the table actors."""

from helpers import data
from helpers.measures import states


def test_states_are_named_as_the_table_names_them():
    short = data.table("actors").set_index("iso3")["short_name"]
    assert states.named(["IRN", "CHN"]) == [(short["IRN"], "IRN"), (short["CHN"], "CHN")]
    assert states.named([]) == []
    assert states.names().to_dict() == short.to_dict()
