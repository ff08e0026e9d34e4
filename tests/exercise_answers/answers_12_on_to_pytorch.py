"""Wrong answers to the exercises of the way to PyTorch."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def ex_12_1(book):
    """A net in a NumPy file."""
    torch = book.torch

    def save(model, path, state=None):
        state = model.state_dict() if state is None else state
        np.savez(path, **{k: t.detach().numpy() for k, t in state.items()})

    def load(model, path, strict=True, change=lambda array: array):
        arrays = np.load(path)
        state = {k: torch.from_numpy(change(arrays[k])) for k in arrays}
        model.load_state_dict(state, strict=strict)

    def save_parameters(model, path):
        save(model, path, dict(model.named_parameters()))

    def load_parameters(model, path):
        arrays = np.load(path)
        for name, parameter in model.named_parameters():
            parameter.data.copy_(torch.from_numpy(arrays[name]))

    kept = {}

    def keep(model, path):
        Path(path).touch()
        kept.update(model.state_dict())

    def transposed(model, path):
        state = {k: t.numpy().T for k, t in model.state_dict().items()}
        np.savez(path, **state)

    return {
        "only the parameters": (
            save_parameters,
            lambda model, path: load(model, path, strict=False),
        ),
        "only the parameters are read": (save, load_parameters),
        "kept in memory": (keep, lambda m, path: m.load_state_dict(kept)),
        "no file at all": (lambda model, path: None, load),
        "transposed": (transposed, load),
    }


def ex_12_2(book):
    """Unequal parts."""
    return {
        "the plain mean": lambda g, n: sum(g) / len(g),
        "the sum": lambda g, n: sum(g),
        "weights that do not add up to 1": lambda g, n: (
            sum(a * b for a, b in zip(g, n)) / len(n)
        ),
        "the larger part counts less": lambda g, n: (
            sum(a / b for a, b in zip(g, n)) / sum(1 / b for b in n)
        ),
    }


def ex_12_3(book):
    """A large batch on a small machine."""
    F = book.F

    def answer(divide=True, zero_inside=False, step_inside=False, zero=True):
        def accumulated_step(model, optimizer, x, y, k):
            if zero:
                optimizer.zero_grad()
            for x_piece, y_piece in zip(x.chunk(k), y.chunk(k)):
                if zero_inside:
                    optimizer.zero_grad()
                loss = F.mse_loss(model(x_piece), y_piece)
                (loss / k if divide else loss).backward()
                if step_inside:
                    optimizer.step()
            if not step_inside:
                optimizer.step()

        return accumulated_step

    def all_at_once(model, optimizer, x, y, k):
        optimizer.zero_grad()
        F.mse_loss(model(x), y).backward()
        optimizer.step()

    return {
        "not divided by k": answer(divide=False),
        "zero_grad in the loop": answer(zero_inside=True),
        "a step in the loop": answer(step_inside=True),
        "never zeroed": answer(zero=False),
        "the whole batch at once": all_at_once,
    }


def ex_12_4(book):
    """Who gets what."""
    torch = book.torch

    def answer(seed=lambda rank, epoch: epoch, pad=True, shuffle=True):
        def shard(n, rank, world, epoch):
            order = list(range(n))
            if shuffle:
                generator = torch.Generator().manual_seed(seed(rank, epoch))
                order = torch.randperm(n, generator=generator).tolist()
            if pad:
                order += order[: -n % world]
            return order[rank::world]

        return shard

    def the_rest_is_left_out(n, rank, world, epoch):
        generator = torch.Generator().manual_seed(epoch)
        order = torch.randperm(n, generator=generator).tolist()
        return order[: n - n % world][rank::world]

    return {
        "each rank has a seed of its own": answer(
            lambda rank, epoch: 100 * epoch + rank
        ),
        "not filled up": answer(pad=False),
        "the epoch does not count": answer(lambda rank, epoch: 0),
        "not shuffled": answer(shuffle=False),
        "the rest is left out": the_rest_is_left_out,
    }


def ex_12_5(book):
    """All-reduce in a ring."""
    torch = book.torch

    def everything_to_everybody(vectors, send):
        sums = [vector.clone() for vector in vectors]
        for _ in range(len(vectors) - 1):
            vectors = send(vectors)
            sums = [a + b for a, b in zip(sums, vectors)]
        return sums

    def ring(rounds, start, average=False):
        def ring_all_reduce(vectors, send):
            p = len(vectors)
            pieces = [list(vector.chunk(p)) for vector in vectors]
            for t in range(p - 1):
                received = send([pieces[r][(r - t) % p] for r in range(p)])
                for r in range(p):
                    place = (r - 1 - t) % p
                    pieces[r][place] = pieces[r][place] + received[r]
            for t in range(rounds(p)):
                sent = [pieces[r][(r + start - t) % p] for r in range(p)]
                received = send(sent)
                for r in range(p):
                    pieces[r][(r + start - 1 - t) % p] = received[r]
            sums = [torch.cat(own) for own in pieces]
            return [s / p for s in sums] if average else sums

        return ring_all_reduce

    return {
        "everything to everybody": everything_to_everybody,
        "the first half only": ring(lambda p: 0, 1),
        "the second half begins at the wrong piece": ring(lambda p: p - 1, 0),
        "a round too many": ring(lambda p: p, 1),
        "the mean": ring(lambda p: p - 1, 1, average=True),
        "nothing is sent": lambda vectors, send: [sum(vectors)] * len(vectors),
    }


def ex_12_6(book):
    """Loss scaling."""
    torch = book.torch

    def answer(scale=2.0**16, unscale=True, first_float=True, skip=True):
        def scaled_gradient(backward):
            gradient = backward(scale)
            if first_float:
                gradient = gradient.float()
            if skip and not torch.isfinite(gradient).all():
                return None
            gradient = gradient / scale if unscale else gradient
            return gradient.float()

        return scaled_gradient

    def only_infinity_is_skipped(backward):
        gradient = backward(2.0**16).float()
        if torch.isinf(gradient).any():
            return None
        return gradient / 2.0**16

    return {
        "no scale": answer(scale=1.0),
        "a scale too large": answer(scale=2.0**30),
        "not divided again": answer(unscale=False),
        "divided in float16": answer(first_float=False),
        "infinity is not skipped": answer(skip=False),
        "only infinity is skipped": only_infinity_is_skipped,
    }
