"""What PyTorch's random functions take. See signatures_pointwise.py.

A signature with a generator that may be left out and one without any stand
side by side where PyTorch has two functions: it shows both.
"""

DRAWING = """
rand randn
    ints size, *, Generator? generator, OUT, OPTIONS
    ints size, *, OUT, OPTIONS
randint
    int high, ints size, *, Generator? generator, OUT, OPTIONS
    int high, ints size, *, OUT, OPTIONS
    int low, int high, ints size, *, Generator? generator, OUT, OPTIONS
    int low, int high, ints size, *, OUT, OPTIONS
randperm
    int n, *, Generator? generator, OUT, OPTIONS
    int n, *, OUT, OPTIONS
rand_like randn_like
    Tensor input, *, Generator? generator,
        memory_format memory_format=None, OPTIONS
    Tensor input, *, memory_format memory_format=None, OPTIONS
randint_like
    Tensor input, int low, int high, *, Generator? generator,
        memory_format memory_format=None, OPTIONS
    Tensor input, int low, int high, *, memory_format memory_format=None,
        OPTIONS
    Tensor input, Tensor high, *, Generator? generator,
        memory_format memory_format=None, OPTIONS
    Tensor input, Tensor high, *, memory_format memory_format=None, OPTIONS
    Tensor input, int high, *, Generator? generator,
        memory_format memory_format=None, OPTIONS
    Tensor input, int high, *, memory_format memory_format=None, OPTIONS
normal
    Tensor mean, Tensor std, *, Generator generator=None, OUT
    Tensor mean, float std=1, *, Generator generator=None, OUT
    float mean, Tensor std, *, Generator generator=None, OUT
    float mean, float std, ints size, *, Generator generator=None, OUT, OPTIONS
bernoulli
    Tensor input, *, Generator generator=None, OUT
    Tensor input, float p, *, Generator generator=None
multinomial
    Tensor input, int num_samples, bool replacement=False, *,
        Generator generator=None, OUT
poisson
    Tensor input, Generator generator=None
uniform_
    Tensor input, float from=0, float to=1, *, Generator generator=None
normal_
    Tensor input, float mean=0, float std=1, *, Generator generator=None
log_normal_
    Tensor input, float mean=1, float std=2, *, Generator generator=None
exponential_
    Tensor input, float lambd=1, *, Generator generator=None
cauchy_
    Tensor input, float median=0, float sigma=1, *, Generator generator=None
geometric_
    Tensor input, float p, *, Generator generator=None
bernoulli_
    Tensor input, Tensor p, *, Generator generator=None
    Tensor input, float p=0.5, *, Generator generator=None
random_
    Tensor input, *, Generator generator=None
    Tensor input, int from, int? to, *, Generator generator=None
    Tensor input, int to, *, Generator generator=None
"""
