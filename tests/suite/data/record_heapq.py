"""Writes heapq.txt: a script of puts and gets, and what CPython's heapq answers.

`+ key name` puts, `- key name` gets, `- none` gets from an empty heap.
"""

import heapq
import random


class Task:
    """Compares by its key alone, so `heapq` alone decides the order of equals."""

    def __init__(self, key, name):
        self.key = key
        self.name = name

    def __lt__(self, other):
        return self.key < other.key


def main():
    rng = random.Random(3405)
    heap = []
    # The shares of puts make deep and shallow heaps. The numbers of keys make few and many ties.
    for puts, keys in [(1.0, 1), (0.0, 1), (0.6, 1), (0.4, 2), (0.7, 3), (0.3, 3), (0.6, 8)]:
        for _ in range(100):
            if rng.random() < puts:
                task = Task(rng.randrange(keys), rng.getrandbits(32))
                heapq.heappush(heap, task)
                print("+", task.key, task.name)
            else:
                answer(heap)
    while heap:
        answer(heap)
    answer(heap)


def answer(heap):
    if heap:
        task = heapq.heappop(heap)
        print("-", task.key, task.name)
    else:
        print("- none")


if __name__ == "__main__":
    main()
