"""What a notebook shows when a table is not there: the sentence, and no trail of code."""

from IPython.core.interactiveshell import InteractiveShell


def test_a_notebook_shows_one_sentence_and_goes_on(capsys):
    shell = InteractiveShell.instance()
    shell.run_cell("from helpers import data\ndata.table('treatys')")
    shown = capsys.readouterr().out
    assert "DataError" in shown
    assert "treaties" in shown
    assert "Traceback" not in shown
    assert "helpers/data.py" not in shown
    assert shell.run_cell("len(data.table('treaties'))").result > 0
