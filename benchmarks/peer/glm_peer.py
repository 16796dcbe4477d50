#!/usr/bin/env python3
"""A plain PyTorch gLM to measure the C# engine against.

This is a stand-in, written for this benchmark from the published description of the model: it is neither the authors' code nor a tuned
one, and its weights are random. It computes what they describe in the textbook way - separate query, key and value projections, relative
positions by einsum over a gathered [L, L, d] table as HuggingFace's relative_key_query does, predictions at every position,
torch.optim.AdamW over a list of parameters, accuracies by a loop over masked genes. Needs torch (1.13 or later) and nothing else.

usage: glm_peer.py model small|paper [repetitions [samples.tsv]]   rows, counts and columns as `Glm.Benchmarks model` prints them
       glm_peer.py device cuda float32|tf32|bfloat16 small|paper BATCH [repetitions [samples.tsv]]   likewise on a GPU, by autocast where
                                                                   bfloat16; the accuracies, which wait for it gene by gene, are left out
       glm_peer.py facts                                           torch's version, its matrix library, threads; exit 2 if that is a slow one
"""

import math
import os
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

GENES, WIDTH, LABELS, PREDICTIONS, POSITIONS, DROPOUT = 30, 1281, 100, 4, 512, 0.1
CONFIGURATIONS = {  # name: hidden, heads, layers, feed-forward, batch
    "small": (256, 8, 6, 1024, 64),
    "paper": (1280, 10, 19, 3072, 8),
}
WARM_UPS = 2


class SelfAttention(nn.Module):
    def __init__(self, hidden, heads):
        super().__init__()
        self.heads, self.size = heads, hidden // heads
        self.query, self.key, self.value = (nn.Linear(hidden, hidden) for _ in range(3))
        self.distance = nn.Embedding(2 * POSITIONS - 1, self.size)
        self.dropout = nn.Dropout(DROPOUT)

    def split(self, x):  # [B, L, H] -> [B, A, L, d]
        return x.view(*x.shape[:2], self.heads, self.size).permute(0, 2, 1, 3)

    def forward(self, x, padding):
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        at = torch.arange(x.shape[1], device=x.device)
        relative = self.distance(at[:, None] - at[None, :] + POSITIONS - 1)  # [L, L, d]
        scores = q @ k.transpose(-1, -2)
        scores = scores + torch.einsum("bhld,lrd->bhlr", q, relative) + torch.einsum("bhrd,lrd->bhlr", k, relative)
        attention = self.dropout(torch.softmax(scores / math.sqrt(self.size) + padding, dim=-1))
        return (attention @ v).permute(0, 2, 1, 3).reshape(x.shape), attention


class Layer(nn.Module):
    def __init__(self, hidden, heads, wide):
        super().__init__()
        self.attention, self.out = SelfAttention(hidden, heads), nn.Linear(hidden, hidden)
        self.wide, self.narrow = nn.Linear(hidden, wide), nn.Linear(wide, hidden)
        self.norm1, self.norm2 = nn.LayerNorm(hidden, eps=1e-12), nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x, padding):
        context, attention = self.attention(x, padding)
        x = self.norm1(x + self.dropout(self.out(context)))
        return self.norm2(x + self.dropout(self.narrow(F.gelu(self.wide(x))))), attention


class Glm(nn.Module):
    def __init__(self, hidden, heads, layers, wide):
        super().__init__()
        self.input, self.token_type = nn.Linear(WIDTH, hidden), nn.Parameter(torch.zeros(hidden))
        self.norm, self.dropout = nn.LayerNorm(hidden, eps=1e-12), nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer(hidden, heads, wide) for _ in range(layers))
        self.predictions, self.likelihoods = nn.Linear(hidden, PREDICTIONS * LABELS), nn.Linear(hidden, PREDICTIONS)
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, features, mask):
        padding = ((1 - mask) * torch.finfo(features.dtype).min)[:, None, None, :]
        x = self.dropout(self.norm(self.input(features) + self.token_type))
        attentions = []
        for layer in self.layers:
            x, attention = layer(x, padding)
            attentions.append(attention)
        return x, attentions

    def head(self, x):
        return self.predictions(x).view(*x.shape[:2], PREDICTIONS, LABELS), self.likelihoods(x)


def contacts(attentions):
    every = torch.cat(attentions, dim=1)  # [B, layers * A, L, L]
    return (every + every.transpose(-1, -2)).permute(0, 2, 3, 1).contiguous()


def training_step(model, optimiser, features, mask, labels, masked, precision):
    """Losses averaged over masked genes, both accuracies, gradients clipped to norm 1, one update."""
    optimiser.zero_grad()
    with torch.autocast(features.device.type, torch.bfloat16, enabled=precision == "bfloat16"):
        predictions, likelihoods = model.head(model(features, mask)[0])
    predictions, likelihoods = predictions.float(), likelihoods.float()
    distances = (predictions - labels.unsqueeze(2)).square().sum(-1)  # [B, L, P]
    closest = distances.argmin(-1)
    nearest = predictions.gather(2, closest[..., None, None].expand(-1, -1, 1, LABELS)).squeeze(2)
    loss = F.mse_loss(nearest[masked], labels[masked]) + 1e-4 * F.cross_entropy(likelihoods[masked], closest[masked])
    loss.backward()
    with torch.no_grad():
        choice = likelihoods.argmax(-1)[..., None, None].expand(-1, -1, 1, LABELS)
        likely = predictions.gather(2, choice).squeeze(2)
        right = [0, 0]
        for window, gene in masked.nonzero().tolist() if features.device.type == "cpu" else []:
            for which, chosen in enumerate((nearest, likely)):
                right[which] += int((labels[window] - chosen[window, gene]).square().sum(-1).argmin()) == gene
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return loss.item(), right


def forward_flops(hidden, layers, wide, head):
    """For one window; what counts is said in ModelThroughput.cs."""
    layer = 4 * hidden**2 + 2 * hidden * wide + 4 * GENES * hidden
    return 2 * GENES * (WIDTH * hidden + layers * layer + (PREDICTIONS * (LABELS + 1) * hidden if head else 0))


def run(name, repetitions, samples_file, device="cpu", precision="float32", batch=None):
    hidden, heads, layers, wide, usual = CONFIGURATIONS[name]
    batch, unit = batch or usual, "" if device == "cpu" else f" {precision}"
    torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
    print(f"{name}: {hidden}/{heads}/{layers}/{wide}, {batch} windows of {GENES} genes, no padding, {precision}, {device}, {torch.get_num_threads()} threads")
    torch.manual_seed(1)
    model = Glm(hidden, heads, layers, wide).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4, eps=1e-8, weight_decay=0)
    features, labels = torch.rand(batch, GENES, WIDTH) * 2 - 1, torch.rand(batch, GENES, LABELS) * 2 - 1
    mask, masked = torch.ones(batch, GENES), torch.rand(batch, GENES) < 0.15
    features[masked] = -1.0
    on_cpu = (features, mask, labels, masked)
    features, mask, labels, masked = (tensor.to(device) for tensor in on_cpu)

    def measure(row, flops, windows, action):
        for _ in range(WARM_UPS):
            action()
        wait()
        samples = []
        for _ in range(repetitions):
            cpu, started = time.process_time(), time.perf_counter()
            action()
            wait()
            seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
            samples.append((row, seconds, cpu, flops, windows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
        if samples_file:
            with open(samples_file, "a", encoding="utf-8") as file:
                file.writelines("\t".join(map(str, sample)) + "\n" for sample in samples)
        times = sorted(sample[1] for sample in samples)
        median, cpu = statistics.median(times), statistics.median(sample[2] for sample in samples)
        spread = f"{median * 1000:.0f} ({times[0] * 1000:.0f}..{times[-1] * 1000:.0f})"
        rate = f"{windows / median:.1f}" if windows else ""
        print(f"  {row:<56} {spread:>20} ms  {cpu:6.2f} s CPU  {flops / median / 1e9:4.0f} GFLOP/s  {rate:>6} windows/s  {samples[-1][5]:5} MiB", flush=True)

    def wait():
        if device != "cpu":
            torch.cuda.synchronize()

    def row(what, flops, action):
        measure(f"{name} b{batch}: {what}", flops * batch, batch, action)

    def matrix_product():
        if device != "cpu":
            return
        a, b = torch.randn(2048, 2048), torch.randn(2048, 2048)
        measure("matrix product 2048", 2 * 2048**3, 0, lambda: a @ b)

    @torch.inference_mode()
    def forward(everything):
        hidden_state, attentions = model(features, mask)
        if everything:
            model.head(hidden_state)
            contacts(attentions)

    matrix_product()
    model.eval()
    if precision == "float32":
        row("forward, last hidden state", forward_flops(hidden, layers, wide, False), lambda: forward(False))
        row("forward, attentions, contacts, predictions", forward_flops(hidden, layers, wide, True), lambda: forward(True))
    model.train()
    step = 3 * forward_flops(hidden, layers, wide, False)
    row(f"training step{unit}", step, lambda: training_step(model, optimiser, features, mask, labels, masked, precision))
    if device != "cpu":
        row(f"training step{unit} and its batch", step, lambda: training_step(model, optimiser, *(tensor.to(device) for tensor in on_cpu), precision))
    matrix_product()


def facts():
    a = torch.randn(512, 512)
    a @ a
    started = time.perf_counter()
    for _ in range(5):
        a @ a
    rate = 5 * 2 * 512**3 / (time.perf_counter() - started) / 1e9
    try:
        with open("/proc/self/maps", encoding="utf-8") as file:
            mapped = {os.path.basename(line.split()[-1]) for line in file if "/" in line}
    except OSError:
        mapped = set()
    library = ", ".join(sorted(name for name in mapped if any(word in name for word in ("blas", "mkl", "blis")))) or "built in"
    print(f"torch {torch.__version__}, Python {sys.version.split()[0]}, {torch.get_num_threads()} threads, matrix library: {library} ({rate:.0f} GFLOP/s on 512 x 512)")
    return rate


def main(arguments):
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1))
    if arguments == ["facts"]:
        # Netlib's reference BLAS does 4 GFLOP/s where any tuned one does 50 and more: nothing could be learned from such a peer.
        return 2 if facts() < 10 else 0
    if arguments[:1] == ["device"] and len(arguments) >= 5 and arguments[3] in CONFIGURATIONS:
        _, device, precision, name, batch, *rest = arguments
        run(name, int(rest[0]) if rest else 15, rest[1] if len(rest) > 1 else None, device, precision, int(batch))
        return 0
    if arguments[:1] != ["model"] or arguments[1:2] == [] or arguments[1] not in CONFIGURATIONS:
        print(__doc__, file=sys.stderr)
        return 1
    run(arguments[1], int(arguments[2]) if len(arguments) > 2 else 15, arguments[3] if len(arguments) > 3 else None)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
