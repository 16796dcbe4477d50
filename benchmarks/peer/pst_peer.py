#!/usr/bin/env python3
"""A plain PyTorch protein set transformer to measure the C# engine against.

A stand-in, written for this benchmark from the published description: batches of scaffolds sorted by length and padded to the longest,
textbook attention with a mask. Weights are random and named as in PST's checkpoints, so that both sides read the same files. Needs torch, numpy and h5py.

usage: pst_peer.py make FOLDER GENOMES          writes pst.ckpt (the shape of TL-P small) and input.graphfmt.h5
       pst_peer.py embed FOLDER THEIRS.npz      prints: seconds of computing, peak MiB
       pst_peer.py compare OURS.npz THEIRS.npz  prints the largest difference of vectors of proteins in context
"""

import os
import resource
import sys
import time

import h5py
import numpy as np
import torch
from torch.nn import functional as F

WIDTH, PLACE, LAYERS, HEADS, POSITIONS, CHUNK, BATCH = 320, 40, 5, 4, 2048, 30, 32
D = WIDTH + 2 * PLACE


def make(folder, genomes):
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    os.makedirs(folder, exist_ok=True)
    state = {
        "positional_embedding._embedding.weight": torch.randn(POSITIONS, PLACE),
        "strand_embedding.weight": torch.randn(2, PLACE),
    }

    def linear(*names):
        for name in names:
            state[name + ".weight"], state[name + ".bias"] = torch.randn(D, D) / D**0.5, 0.1 * torch.randn(D)

    def norm(*names):
        for name in names:
            for part, mean in (("weight", 1), ("bias", 0), ("mean_scale", 1)):
                state[f"{name}.{part}"] = mean + 0.1 * torch.randn(D)

    for i in range(LAYERS):
        at = f"model.encoder.layers.{i}."
        linear(*(at + name for name in ("linQ", "linK", "linV", "linO.lins.0", "linO.lins.1")))
        norm(at + "norm_input", at + "normO")
    norm("model.encoder.final_norm")
    at = "model.decoder."
    linear(*(at + name for name in ("linear", "mlp.lins.0", "mlp.lins.1")))
    linear(*(at + "pool." + name for name in ("linQ", "linK", "linV", "linO.lins.0", "linO.lins.1")))
    norm(at + "pool.normKV", at + "pool.normO")
    state[at + "pool.seed"] = torch.randn(1, D) / D**0.5
    torch.save(
        {
            "state_dict": state,
            "hyper_parameters": {"FIXED_POINTSWAP_RATE": True, "config": {"in_dim": WIDTH, "num_heads": HEADS, "embed_scale": 8}},
            "datamodule_hyper_parameters": {"edge_strategy": "chunked", "chunk_size": CHUNK, "threshold": -1, "fragment_size": -1},
        },
        f"{folder}/pst.ckpt",
    )
    # Viruses: dozens of proteins, and a few have hundreds.
    sizes = np.minimum(2 + rng.lognormal(3.5, 0.8, genomes).astype(np.int64), 600)
    with h5py.File(f"{folder}/input.graphfmt.h5", "w") as file:
        file["data"] = rng.normal(size=(sizes.sum(), WIDTH)).astype(np.float32)
        file["sizes"] = sizes
        file["strand"] = 2 * rng.integers(0, 2, sizes.sum()) - 1


class Peer:
    def __init__(self, state):
        self.state = state

    def linear(self, name, x):
        return F.linear(x, self.state[name + ".weight"], self.state[name + ".bias"])

    def norm(self, name, x, real, counts):
        weight, bias, scale = (self.state[f"{name}.{part}"] for part in ("weight", "bias", "mean_scale"))
        y = (x - scale * (x * real).sum(1, keepdim=True) / counts) * real
        return weight * y / torch.sqrt((y * y).sum(1, keepdim=True) / counts + 1e-5) + bias

    def heads(self, x):
        return x.view(*x.shape[:2], HEADS, D // HEADS).transpose(1, 2)

    def forward(self, x, strand, sizes):
        longest = max(sizes)
        places = torch.arange(longest)
        real = (places[None] < torch.tensor(sizes)[:, None]).float().unsqueeze(-1)
        counts = real.sum(1, keepdim=True)
        chunks = (places // CHUNK)[None].repeat(len(sizes), 1)
        for i, n in enumerate(sizes):
            if n > CHUNK and n % CHUNK == 1:
                chunks[i, n - 1] -= 1
        sees = (chunks[:, :, None] == chunks[:, None, :]) & (real.squeeze(-1)[:, None, :] > 0)
        hidden = ~sees[:, None] & ~torch.eye(longest, dtype=torch.bool)
        position = self.state["positional_embedding._embedding.weight"][places].expand(len(sizes), -1, -1)
        x = torch.cat([x, position, self.state["strand_embedding.weight"][strand]], -1)
        for i in range(LAYERS):
            at = f"model.encoder.layers.{i}."
            h = self.norm(at + "norm_input", x, real, counts)
            q, k, v = (self.heads(self.linear(at + name, h)) for name in ("linQ", "linK", "linV"))
            scores = (q @ k.transpose(-1, -2) / (D // HEADS) ** 0.5).masked_fill(hidden, float("-inf"))
            x = x + (scores.softmax(-1) @ v).transpose(1, 2).reshape(x.shape)
            h = self.norm(at + "normO", x, real, counts)
            x = x + self.linear(at + "linO.lins.1", F.gelu(self.linear(at + "linO.lins.0", h)))
        context = self.norm("model.encoder.final_norm", x, real, counts)
        at = "model.decoder.pool."
        z = F.gelu(self.linear("model.decoder.linear", context))
        k = self.norm(at + "normKV", z, real, counts)
        query = self.linear(at + "linQ", self.state[at + "seed"]).view(HEADS, -1).sum(-1)
        scores = self.linear(at + "linK", k).view(*k.shape[:2], HEADS, -1).sum(-1) * query / (D // HEADS) ** 0.5
        shares = scores.masked_fill(real == 0, float("-inf")).softmax(1)
        u = (self.linear(at + "linV", k).view(*k.shape[:2], HEADS, -1) * shares.unsqueeze(-1)).reshape(z.shape) + z
        h = self.norm(at + "normO", u, real, counts)
        w = u + self.linear(at + "linO.lins.1", F.gelu(self.linear(at + "linO.lins.0", h)))
        pooled = (w * real).sum(1) / counts.squeeze(1)
        return context, shares, self.linear("model.decoder.mlp.lins.1", F.gelu(self.linear("model.decoder.mlp.lins.0", pooled)))


@torch.no_grad()
def embed(folder, out):
    peer = Peer(torch.load(f"{folder}/pst.ckpt")["state_dict"])
    with h5py.File(f"{folder}/input.graphfmt.h5") as file:
        data, sizes, strand = (torch.from_numpy(file[name][:]) for name in ("data", "sizes", "strand"))
    begin, made = time.perf_counter(), ([], [], [])
    xs, strands = data.split(sizes.tolist()), (strand > 0).long().split(sizes.tolist())
    order = torch.argsort(sizes).tolist()
    for i in range(0, len(xs), BATCH):
        pad = torch.nn.utils.rnn.pad_sequence
        some = order[i : i + BATCH]
        lengths = [int(sizes[j]) for j in some]
        context, shares, sets = peer.forward(pad([xs[j] for j in some], True), pad([strands[j] for j in some], True), lengths)
        made[0].extend(context[j, :n] for j, n in enumerate(lengths))
        made[1].extend(shares[j, :n] for j, n in enumerate(lengths))
        made[2].append(sets)
    back = torch.argsort(torch.tensor(order)).tolist()
    made = [made[0][j] for j in back], [made[1][j] for j in back], [torch.cat(made[2])[back]]
    print(f"{time.perf_counter() - begin:.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
    np.savez(out, ctx_ptn=torch.cat(made[0]), attn=torch.cat(made[1]), genome=torch.cat(made[2]))


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "make":
        make(rest[0], int(rest[1]))
    elif command == "embed":
        embed(*rest)
    else:
        ours, theirs = (np.load(path) for path in rest)
        print(f"{np.abs(ours['ctx_ptn'] - theirs['ctx_ptn']).max():.1e}")
