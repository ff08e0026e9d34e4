"""Wrong answers to the exercises on random numbers."""

from __future__ import annotations

import copy
import math


def ex_13_1(book):
    """Dice."""

    def throws(one):
        return lambda twister, n: [one(twister) for _ in range(n)]

    return {
        "0 to 5": throws(lambda twister: twister.word() % 6),
        "the high bits": throws(lambda twister: (twister.word() * 6 >> 32) + 1),
        "from a uniform number": throws(
            lambda twister: int(book.uniform24(twister) * 6) + 1
        ),
        "two words for a throw": throws(
            lambda twister: (twister.word() + twister.word()) % 6 + 1
        ),
    }


def ex_13_2(book):
    """The price of normal numbers."""

    def price(few, gap):
        return lambda n: few(n) if n < 16 else n + gap(n % 16)

    def pairs(n):
        return 4 * math.ceil(n / 2)

    def one_more_group(rest):
        return 16 if rest else 0

    return {
        "one word each": lambda n: n,
        "half a pair at half the price": price(lambda n: 2 * n, one_more_group),
        "groups below 16 too": price(lambda n: n and 16, one_more_group),
        "the last group is only filled up": price(
            pairs, lambda rest: 16 - rest if rest else 0
        ),
        "a group more each time": price(pairs, lambda rest: 16),
    }


def ex_13_3(book):
    """Shuffling."""

    def exchange(places, partner):
        def randperm(twister, n):
            p = list(range(n))
            for i in places(n):
                j = partner(twister.word(), i, n)
                p[i], p[j] = p[j], p[i]
            return p

        return randperm

    def forward(n):
        return range(n - 1)

    return {
        "from the end": exchange(
            lambda n: range(n - 1, 0, -1), lambda word, i, n: word % (i + 1)
        ),
        "with any place": exchange(forward, lambda word, i, n: word % n),
        "never with itself": exchange(
            forward, lambda word, i, n: i + 1 + word % (n - i - 1)
        ),
        "sorted by random words": lambda twister, n: sorted(
            range(n), key=lambda i: twister.word()
        ),
    }


def ex_13_4(book):
    """As if it had not been stopped."""
    torch = book.torch

    def answer(parts, keep=copy.deepcopy, draw=False):
        def save(model, optimizer):
            state = {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "random": torch.get_rng_state(),
            }
            return keep({part: state[part] for part in parts})

        def restore(saved, model, optimizer):
            if "model" in saved:
                model.load_state_dict(saved["model"])
            if "optimizer" in saved:
                optimizer.load_state_dict(saved["optimizer"])
            if "random" in saved:
                torch.set_rng_state(saved["random"])
            if draw:
                torch.rand(1)

        return save, restore

    everything = ("model", "optimizer", "random")
    return {
        "without the model": answer(("optimizer", "random")),
        "without the optimizer": answer(("model", "random")),
        "without the generator": answer(("model", "optimizer")),
        "not copied": answer(everything, keep=dict),
        "a number is drawn after all": answer(everything, draw=True),
    }


def ex_13_5(book):
    """Read its mind."""

    def from_words(undo):
        def predict(seen):
            twister = book.Twister(0)
            twister.words = [undo(word) for word in seen]
            twister.used = 624
            return twister.word()

        return predict

    def each_line_backwards_once(y):
        y ^= y >> 18
        y ^= (y << 15) & 0xEFC60000
        y ^= (y << 7) & 0x9D2C5680
        return y ^ (y >> 11)

    return {
        "tempering not undone": from_words(lambda word: word),
        "tempered again": from_words(book.temper),
        "each line undone by itself": from_words(each_line_backwards_once),
        "it starts again": lambda seen: seen[0],
    }


def ex_13_6(book):
    """A program by hand."""

    def answer(biases=3, uniform=book.uniform53, last=5, kept=1.25, keep=None):
        keep = keep or (lambda u: u < 0.8)

        def by_hand(twister):
            weight = [
                [book.uniform24(twister) - 0.5 for _ in range(4)]
                for _ in range(3)
            ]
            for _ in range(biases):
                twister.word()
            normal = book.NormalOneByOne(twister)
            noise = [normal.draw() for _ in range(5)]
            order = list(range(6))
            for i in range(last):
                j = i + twister.word() % (6 - i)
                order[i], order[j] = order[j], order[i]
            row = [kept if keep(uniform(twister)) else 0.0 for _ in range(8)]
            return weight, noise, order, row

        return by_hand

    return {
        "the biases are forgotten": answer(biases=0),
        "24 bits for the row": answer(uniform=book.uniform24),
        "a word for the last place of the order": answer(last=6),
        "the row is not divided": answer(kept=1.0),
        "small numbers are dropped": answer(keep=lambda u: u >= 0.2),
    }
