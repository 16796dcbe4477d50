#!/usr/bin/env python3
"""Plain PyTorch protein language models to measure the C# engine against.

Stand-ins, written for this benchmark from the published descriptions: textbook modules, separate projections, batches sorted by length
and padded to the longest within a budget of tokens. Weights are random, and written as Hugging Face names them, so that both sides read the
same file and give the same vectors. Needs torch (1.13 or later) and numpy.

usage: protein_peer.py make esm2-8m|esm2-35m|esm2-650m|t5-512 FOLDER     writes config.json and pytorch_model.bin
       protein_peer.py embed FOLDER FASTA PROTEINS TOKENS VECTORS.npy     prints: seconds, peak MiB
       protein_peer.py compare VECTORS.npy VECTORS.npz                    prints the largest difference
"""

import json
import math
import os
import resource
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SHAPES = {  # layers, width, heads, head width, feed-forward
    "esm2-8m": (6, 320, 20, 16, 1280),
    "esm2-35m": (12, 480, 20, 24, 1920),
    "esm2-650m": (33, 1280, 20, 64, 5120),
    "t5-512": (6, 512, 8, 64, 2048),
}
ESM_LETTERS, T5_LETTERS = "LAGVSERTIDPKQNFYMHWCXBUZO.-", "ALGVSREDTIPKFQNYMHWCX"


class EsmLayer(nn.Module):
    def __init__(self, width, heads, forward):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.attention_norm, self.forward_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.up, self.down = nn.Linear(width, forward), nn.Linear(forward, width)

    def split(self, x):  # [B, L, D] -> [B, A, L, d]
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def forward(self, x, padding, turn):
        h = self.attention_norm(x)
        q, k, v = self.split(self.query(h)) / math.sqrt(x.shape[-1] // self.heads), self.split(self.key(h)), self.split(self.value(h))
        q, k = turn(q), turn(k)
        scores = (q @ k.transpose(2, 3)).masked_fill(padding[:, None, None, :], -math.inf).softmax(-1)
        x = x + self.out((scores @ v).transpose(1, 2).reshape(x.shape))
        return x + self.down(F.gelu(self.up(self.forward_norm(x))))


class Esm(nn.Module):
    letters, pad, first = ESM_LETTERS, 1, 4

    def __init__(self, layers, width, heads, head_width, forward):
        super().__init__()
        self.embed = nn.Embedding(33, width)
        self.layers = nn.ModuleList(EsmLayer(width, heads, forward) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.register_buffer("angles", 10000 ** (-torch.arange(0, head_width, 2) / head_width), persistent=False)

    def tokens(self, sequence):
        return [0] + [self.first + self.letters.index(c) for c in sequence] + [2]

    def forward(self, tokens):
        padding = tokens == self.pad
        x = self.embed(tokens).masked_fill(padding[..., None], 0) * 0.88
        angles = torch.outer(torch.arange(tokens.shape[1]), self.angles)
        cos, sin = (f(torch.cat([angles, angles], -1)) for f in (torch.cos, torch.sin))

        def turn(q):
            a, b = q.chunk(2, -1)
            return q * cos + torch.cat([-b, a], -1) * sin

        for layer in self.layers:
            x = layer(x, padding, turn)
        return self.norm(x)

    def names(self):
        names = {"embed.weight": "esm.embeddings.word_embeddings.weight", "norm.weight": "esm.encoder.emb_layer_norm_after.weight", "norm.bias": "esm.encoder.emb_layer_norm_after.bias"}
        parts = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value", "out": "attention.output.dense", "attention_norm": "attention.LayerNorm", "forward_norm": "LayerNorm", "up": "intermediate.dense", "down": "output.dense"}
        for i in range(len(self.layers)):
            for ours, theirs in parts.items():
                for kind in ("weight", "bias"):
                    names[f"layers.{i}.{ours}.{kind}"] = f"esm.encoder.layer.{i}.{theirs}.{kind}"
        return names

    residues = slice(1, -1)


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)


class T5Layer(nn.Module):
    def __init__(self, width, heads, head_width, forward):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v = (nn.Linear(width, heads * head_width, bias=False) for _ in range(3))
        self.o = nn.Linear(heads * head_width, width, bias=False)
        self.attention_norm, self.forward_norm = RmsNorm(width), RmsNorm(width)
        self.wi, self.wo = nn.Linear(width, forward, bias=False), nn.Linear(forward, width, bias=False)

    def split(self, x):
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def forward(self, x, bias):
        h = self.attention_norm(x)
        scores = (self.split(self.q(h)) @ self.split(self.k(h)).transpose(2, 3) + bias).softmax(-1)
        x = x + self.o((scores @ self.split(self.v(h))).transpose(1, 2).reshape(*x.shape[:2], -1))
        return x + self.wo(torch.relu(self.wi(self.forward_norm(x))))


class T5(nn.Module):
    letters, pad, first = T5_LETTERS, 0, 3

    def __init__(self, layers, width, heads, head_width, forward):
        super().__init__()
        self.embed, self.distances = nn.Embedding(128, width), nn.Embedding(32, heads)
        self.layers = nn.ModuleList(T5Layer(width, heads, head_width, forward) for _ in range(layers))
        self.norm = RmsNorm(width)

    def tokens(self, sequence):
        return [self.first + self.letters.index("X" if c in "UZOB" else c) for c in sequence] + [1]

    def forward(self, tokens):
        places = torch.arange(tokens.shape[1])
        offset = places[None, :] - places[:, None]
        n = offset.abs()
        far = 8 + (torch.log(n.clamp(min=1).float() / 8) / math.log(16) * 8).long()
        buckets = (offset > 0) * 16 + torch.where(n < 8, n, far.clamp(max=15))
        bias = self.distances(buckets).permute(2, 0, 1)[None] + (tokens == self.pad)[:, None, None, :] * -1e9
        x = self.embed(tokens)
        for layer in self.layers:
            x = layer(x, bias)
        return self.norm(x)

    def names(self):
        names = {"embed.weight": "shared.weight", "distances.weight": "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", "norm.weight": "encoder.final_layer_norm.weight"}
        parts = {"q": "0.SelfAttention.q", "k": "0.SelfAttention.k", "v": "0.SelfAttention.v", "o": "0.SelfAttention.o", "attention_norm": "0.layer_norm", "forward_norm": "1.layer_norm", "wi": "1.DenseReluDense.wi", "wo": "1.DenseReluDense.wo"}
        for i in range(len(self.layers)):
            for ours, theirs in parts.items():
                names[f"layers.{i}.{ours}.weight"] = f"encoder.block.{i}.layer.{theirs}.weight"
        return names

    residues = slice(0, -1)


def model_of(name):
    return (T5 if name.startswith("t5") else Esm)(*SHAPES[name])


def make(name, folder):
    torch.manual_seed(1)
    model = model_of(name)
    layers, width, heads, head_width, forward = SHAPES[name]
    for parameter in model.parameters():
        if parameter.dim() > 1:
            nn.init.normal_(parameter, std=width**-0.5 if not name.startswith("t5") else 0.5 * width**-0.5)
    os.makedirs(folder, exist_ok=True)
    state = model.state_dict()
    torch.save({theirs: state[ours] for ours, theirs in model.names().items()}, f"{folder}/pytorch_model.bin")
    esm = {"model_type": "esm", "num_hidden_layers": layers, "num_attention_heads": heads, "position_embedding_type": "rotary", "token_dropout": True}
    t5 = {"model_type": "t5", "num_layers": layers, "num_heads": heads, "feed_forward_proj": "relu"}
    with open(f"{folder}/config.json", "w") as file:
        json.dump({**(t5 if name.startswith("t5") else esm), "peer": name}, file)


def sequences(fasta, count):
    found = []
    with open(fasta) as file:
        for line in file:
            if line.startswith(">"):
                found.append("")
            else:
                found[-1] += line.strip().rstrip("*")
    return found[:count]


def embed(folder, fasta, count, budget, output):
    with open(f"{folder}/config.json") as file:
        model = model_of(json.load(file)["peer"]).eval()
    weights = torch.load(f"{folder}/pytorch_model.bin")
    model.load_state_dict({ours: weights[theirs] for ours, theirs in model.names().items()})
    del weights
    proteins = sequences(fasta, int(count))
    tokens = [model.tokens(sequence) for sequence in proteins]
    order = sorted(range(len(tokens)), key=lambda i: -len(tokens[i]))
    vectors = np.zeros((len(tokens), model.embed.weight.shape[1]), np.float32)

    def run(rows):
        longest = max(len(tokens[i]) for i in rows)
        batch = torch.tensor([tokens[i] + [model.pad] * (longest - len(tokens[i])) for i in rows])
        hidden = model(batch)
        for row, i in enumerate(rows):
            vectors[i] = hidden[row, : len(tokens[i])][model.residues].mean(0).numpy()

    with torch.no_grad():
        run(order[-8:])
        started = time.perf_counter()
        rows = []
        for i in order:
            if rows and len(tokens[rows[0]]) * (len(rows) + 1) > int(budget):
                run(rows)
                rows = []
            rows.append(i)
        run(rows)
        seconds = time.perf_counter() - started
    np.save(output, vectors)
    print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def compare(peer, ours):
    a, b = np.load(peer), np.load(ours)["vectors"]
    print(f"{np.abs(a - b).max():.2g}")


if __name__ == "__main__":
    {"make": make, "embed": embed, "compare": compare}[sys.argv[1]](*sys.argv[2:])
