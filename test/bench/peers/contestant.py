"""A Python contestant's end of the benchmark's protocol; contestant.ts says what goes over it."""

import json
import sys
import time

# Examples whose mean cost shows whether there is learning.
COST_COUNT = 1000
# Between two looks at the clock.
STEPS_AT_ONCE = 5


def given_task():
    """What contestants are given: folder of images, sizes of the layers, mini-batch, learning rate, and the variant."""
    folder, network, batch, learning_rate, *variant = sys.argv[1:]
    return folder, [int(size) for size in network.split("-")], int(batch), float(learning_rate), variant


def serve(description, step, batch, batches, cost):
    """Answers on standard output what is asked on standard input, until that ends.

    step: takes a training step with mini-batch number k, 0 … batches - 1
    cost: mean cost of the first COST_COUNT examples
    """
    answer({"ready": description})
    k = 0
    # Not `for line in sys.stdin`, which reads ahead.
    for line in iter(sys.stdin.readline, ""):
        question, *words = line.split()
        if question == "cost":
            answer({"cost": cost()})
            continue
        limit = float(words[0]) / 1000
        steps = 0
        start = time.perf_counter()
        while (elapsed := time.perf_counter() - start) < limit:
            for _ in range(STEPS_AT_ONCE):
                step(k)
                k = (k + 1) % batches
            steps += STEPS_AT_ONCE
        answer({"examples": steps * batch, "ms": elapsed * 1000})


def answer(value):
    print(json.dumps(value), flush=True)
