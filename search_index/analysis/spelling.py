"""How far two spellings are apart."""


def distance(first: str, second: str) -> int:
    """Letters to insert, drop, replace or swap with their neighbour to get from one word to the other.

    Optimal string alignment: G. Navarro, "A guided tour to approximate string matching", 2001, section 3.
    """
    before: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
