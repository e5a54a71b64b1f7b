"""Which files of a class hold the same entries: by their ids, and by what stands in them."""

from __future__ import annotations

from collections import Counter

LEAST, SHARE = 5, 0.3  # entries alike, and their part of the smaller one, that are worth a word
_LONG = 20  # files with one id, from which on not every pair is looked at


class Joined:
    """Files that are one learner's: `root` names each group by one of its files.

    Nothing is joined by the order of files: a file without a name that could be two people's stays
    alone. `keys`: the key of each file's name, '' where it has none.
    """

    def __init__(self, keys):
        self.keys, self.groups, self.offers = keys, list(range(len(keys))), []

    def root(self, n: int) -> int:
        """Return the file that stands for the group of file `n`."""
        while self.groups[n] != n:
            self.groups[n] = self.groups[self.groups[n]]
            n = self.groups[n]
        return n

    def join(self, a: int, b: int):
        """Make the groups of two files one."""
        a, b = sorted((self.root(a), self.root(b)))
        self.groups[b] = a

    def offer(self, a: int, b: int, whole: bool):
        """Take in that two files share entries, and whether one stands `whole` in the other."""
        if self.keys[a] and self.keys[a] == self.keys[b]:
            self.join(a, b)
        elif whole and not (self.keys[a] and self.keys[b]):
            self.offers.append((a, b))

    def settle(self):
        """Join what was offered: files without a name, where only one name can be theirs."""
        for a, b in self.offers:
            if not self.keys[a] and not self.keys[b]:
                self.join(a, b)
        owners = {}
        for a, b in self.offers:
            for one, other in ((a, b), (b, a)):
                if self.keys[other] and not self.keys[one]:
                    owners.setdefault(self.root(one), set()).add(self.root(other))
        for one, others in sorted(owners.items()):
            if len(others) == 1:
                self.join(one, *others)


def content(columns) -> object:
    """Return a number an entry that is the same where kind, key, value and time are.

    Args:
        columns: arrays of numbers: kind, key, value, seconds.

    Returns:
        An array of unsigned numbers.
    """
    return _mixed(*(columns[name] for name in ("kind", "key", "value", "seconds")))


def _mixed(*columns):
    import numpy as np

    found = np.zeros(len(columns[0]), dtype="uint64")
    for column in columns:
        found = (found ^ column.astype("uint64")) * np.uint64(0x9E3779B97F4A7C15)
        found ^= found >> np.uint64(29)
    return found


def shared_ids(file, ids, content, keys) -> dict:
    """Find the files that hold entries with the same ids.

    Args:
        file: number of the file, an entry.
        ids: id, an entry.
        content: as from `content`.
        keys: the name's key, a file.

    Returns:
        {(file, later file): (ids that stand in both, those of them with the same content)}.
    """
    import numpy as np

    if not len(file):
        return {}
    rank = {key: place for place, key in enumerate(sorted(set(keys)))}
    ranks = np.array([rank[key] for key in keys], dtype="int64")
    # With names in order, files of one name stand side by side in each run of equal ids.
    order = np.lexsort((file, ranks[file], ids))
    edges = np.flatnonzero(np.diff(ids[order]) != 0) + 1
    starts, ends = np.r_[0, edges], np.r_[edges, len(order)]
    shared, alike = Counter(), Counter()
    for one in np.flatnonzero(ends - starts > 1):
        run = order[starts[one] : ends[one]]
        steps = range(1, len(run)) if len(run) <= _LONG else (1,)
        pairs = {(int(a), int(b)) for n in steps for a, b in zip(run, run[n:], strict=False)}
        pairs |= {(int(run[0]), int(b)) for b in run[1:]}
        seen = set()
        for a, b in pairs:
            pair = tuple(sorted((int(file[a]), int(file[b]))))
            if pair[0] != pair[1] and pair not in seen:
                seen.add(pair)
                shared[pair] += 1
                alike[pair] += bool(content[a] == content[b])
    return {pair: (n, alike[pair]) for pair, n in shared.items()}


def alike(owner, file, ids, columns) -> list:
    """Find files of different learners whose entries are alike though their ids are not.

    Two entries are alike where question and value are the same, and the time to the second, or the
    time since the entry before: a journal that was copied and moved in time is still seen. Learners
    who sit side by side give the same answers, but hardly in the same second again and again.

    Args:
        owner: number of the learner, an entry.
        file: number of the file, an entry.
        ids: id, an entry.
        columns: arrays of numbers: kind, key, value, seconds, order, within.

    Returns:
        (first file, later file, entries alike), of the smaller file at least SHARE and LEAST.
    """
    import numpy as np

    if not len(file):
        return []
    order = np.lexsort((ids, columns["within"], columns["order"], file))
    gaps = np.zeros(len(file), dtype="int64")
    seconds = columns["seconds"][order]
    same_file = file[order][1:] == file[order][:-1]
    gaps[order[1:]] = np.where(same_file, seconds[1:] - seconds[:-1], 0)
    known = [columns[name] for name in ("kind", "key", "value")]
    counts = Counter()
    # What has no time of its own beside others says nothing: its gap is nought.
    sound = (columns["seconds"] >= 0) & (gaps != 0)
    for mark in (_mixed(*known, columns["seconds"]), _mixed(*known, gaps)):
        found = _pairs(mark, owner, file, ids, sound)
        for pair, n in found.items():
            counts[pair] = max(counts[pair], n)
    sizes = np.bincount(file)
    return [
        (a, b, n)
        for (a, b), n in sorted(counts.items())
        if n >= LEAST and n >= SHARE * min(sizes[a], sizes[b])
    ]


def _pairs(mark, owner, file, ids, sound) -> Counter:
    """Count the entries of each file that an earlier learner's file holds too, by both files."""
    import numpy as np

    rows = np.flatnonzero(sound)
    order = rows[np.lexsort((file[rows], mark[rows]))]
    if not len(order):
        return Counter()
    fresh = np.r_[True, np.diff(mark[order]) != 0]
    first = order[np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))]
    # What bears one id is told as shared.
    other = (owner[first] != owner[order]) & (ids[first] != ids[order])
    found = np.unique(
        np.stack([file[first][other], file[order][other], mark[order][other].astype("int64")]),
        axis=1,
    )
    return Counter(zip(found[0].tolist(), found[1].tolist(), strict=True))
