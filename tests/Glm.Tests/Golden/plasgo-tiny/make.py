"""Makes this folder: two tiny models as PlasGO stores them, its input files, and what they yield, in float64.

The network is put together from PyTorch's own TransformerEncoderLayer, the loss and the metrics are written out in numpy:
nothing is shared with what is tested. Run with Debian's python3-torch and python3-sklearn: python3 make.py
"""
import json
import pickle
import struct
from collections import OrderedDict, defaultdict
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import average_precision_score
from torch import nn

HERE = Path(__file__).parent
D, H, HEADS, FEED, LAYERS, PLACES, C = 6, 8, 2, 12, 2, 5, 3
rng = np.random.default_rng(11)
torch.manual_seed(11)


class Network(nn.Module):
    def __init__(self, concatenate):
        super().__init__()
        self.concatenate = concatenate
        self.fc = nn.Linear(D, H)
        self.places = nn.Parameter(torch.randn(PLACES, H) * 0.5)
        self.norm = nn.LayerNorm(H, eps=1e-12)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(H, HEADS, FEED, dropout=0.0, activation="gelu", layer_norm_eps=1e-12, batch_first=True)
            for _ in range(LAYERS)
        )
        width = H + D if concatenate else H
        self.classifier, self.importance = nn.Linear(width, C), nn.Linear(width, C)
        for parameter in self.parameters():
            parameter.data += torch.randn_like(parameter) * 0.2
            parameter.data = parameter.data.float().double()  # what is stored is what is computed with
        if not concatenate:  # confidences that lie close together, which the penalty is for
            self.importance.weight.data = (self.importance.weight.data / 8).float().double()
            self.importance.bias.data *= 0

    def forward(self, x, is_gene):
        h = self.norm(self.fc(x) + self.places[: x.shape[1]])
        for layer in self.layers:
            h = layer(h, src_key_padding_mask=~is_gene)
        read = torch.cat([x, h], dim=2) if self.concatenate else h
        confidence = torch.sigmoid(self.importance(read))
        return self.classifier(read) * confidence, confidence

    def named(self):
        out = OrderedDict()
        out["bert.fc.weight"], out["bert.fc.bias"] = self.fc.weight, self.fc.bias
        out["bert.position_embeddings.weight"] = self.places
        out["bert.LayerNorm.weight"], out["bert.LayerNorm.bias"] = self.norm.weight, self.norm.bias
        for i, layer in enumerate(self.layers):
            p = f"bert.encoder.layer.{i}."
            for part, name in enumerate(("query", "key", "value")):
                rows = slice(part * H, (part + 1) * H)
                out[f"{p}attention.self.{name}.weight"] = layer.self_attn.in_proj_weight[rows]
                out[f"{p}attention.self.{name}.bias"] = layer.self_attn.in_proj_bias[rows]
            for name, module in (
                ("attention.output.dense", layer.self_attn.out_proj), ("attention.output.LayerNorm", layer.norm1),
                ("intermediate.dense", layer.linear1), ("output.dense", layer.linear2), ("output.LayerNorm", layer.norm2),
            ):
                out[f"{p}{name}.weight"], out[f"{p}{name}.bias"] = module.weight, module.bias
        for name, module in (("classifier", self.classifier), ("importance_fc", self.importance)):
            out[name + ".weight"], out[name + ".bias"] = module.weight, module.bias
        return out


def safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().float().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def rank_penalty(confidence, is_gene, margin=0.15):
    own = np.sort(confidence[is_gene].ravel())[::-1]
    cut = int(0.7 * len(own))
    return max(0.0, margin - (own[:cut].mean() - own[cut:].mean()))


def cross_entropy(logits, labels):
    p = 1 / (1 + np.exp(-logits))
    return float(np.mean(-(labels * np.log(p) + (1 - labels) * np.log(1 - p))))


vectors = rng.normal(size=(7, D)).astype(np.float32)
sentences = [[0, 1, 2, 3, 4], [5, 6, 1]]
x = np.zeros((2, 5, D))
is_gene = np.zeros((2, 5), dtype=bool)
for b, sentence in enumerate(sentences):
    for l, row in enumerate(sentence):
        x[b, l], is_gene[b, l] = vectors[row], True
labelled = [(0, 0), (0, 2), (0, 3), (1, 1), (1, 2)]
labels = rng.integers(0, 2, size=(len(labelled), C)).astype(float)

golden = {"x": x.ravel().tolist(), "isGene": is_gene.ravel().tolist(), "labelledRows": [b * 5 + l for b, l in labelled],
          "labels": labels.ravel().tolist()}
for folder, concatenate in (("mf", False), ("bp", True)):
    model = Network(concatenate).double()
    (HERE / folder).mkdir(exist_ok=True)
    config = {"hidden_size": H, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "intermediate_size": FEED,
              "hidden_dropout_prob": 0.1, "hidden_act": "gelu", "max_position_embeddings": PLACES}
    (HERE / folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    if concatenate:
        torch.save(OrderedDict((name, t.detach().float().clone()) for name, t in model.named().items()), HERE / folder / "pytorch_model.bin")
    else:
        safetensors(HERE / folder / "model.safetensors", model.named())
    logits, confidence = model(torch.tensor(x), torch.tensor(is_gene))
    rows = torch.tensor([b * 5 + l for b, l in labelled])
    chosen = logits.reshape(-1, C)[rows]
    entropy = cross_entropy(chosen.detach().numpy(), labels)
    penalty = rank_penalty(confidence.detach().numpy(), is_gene)
    # The gradient of the same loss, by automatic differentiation.
    flat = confidence[torch.tensor(is_gene)].flatten().sort(descending=True).values
    cut = int(0.7 * len(flat))
    loss = nn.functional.binary_cross_entropy_with_logits(chosen, torch.tensor(labels)) + torch.clamp(
        0.15 - (flat[:cut].mean() - flat[cut:].mean()), min=0)
    loss.backward()
    assert abs(loss.item() - entropy - penalty) < 1e-12
    golden[folder] = {
        "logits": logits[torch.tensor(is_gene)].flatten().tolist(), "confidence": confidence[torch.tensor(is_gene)].flatten().tolist(),
        "entropy": entropy, "penalty": penalty,
        "projectionGradient": model.fc.weight.grad.flatten().tolist(), "importanceGradient": model.importance.weight.grad.flatten().tolist(),
    }

named = defaultdict(dict)
for category in ("mf", "bp", "cc"):
    for i in range(C):
        named[category][("*" if category == "bp" and i == 2 else "") + f"GO:000000{i}"] = i
(HERE / "labels.dict").write_bytes(pickle.dumps(named))
(HERE / "plasmids").mkdir(exist_ok=True)
(HERE / "plasmids" / "prot_idx.dict").write_bytes(pickle.dumps({f"p{i}": i + 1 for i in range(7)}))
(HERE / "plasmids" / "raw_embeddings.pkl").write_bytes(pickle.dumps(vectors))
(HERE / "plasmids" / "plasmids.csv").write_text(
    "proteins\n" + "".join(";".join([f"p{i}" for i in s] + ["None"] * (5 - len(s))) + "\n" for s in sentences))

# How Python rounds, at and around what decides.
values = [0.0, 0.005, 0.015, 0.125, 0.295, 0.3, 0.305, 0.375, 0.42, 0.424999, 0.425, 0.4250001, 0.43, 0.435, 0.575, 0.5749999, 0.5750001,
          0.5700001, 0.58, 0.585, 0.625, 0.875, 0.945, 0.95, 0.995, 1.0] + [float(np.float32(v)) for v in rng.random(200)]
golden["rounding"] = [[v, round(v, 2)] for v in values]

# Metrics of numbers that any program makes again.
n, k = 60, 5
truth = np.array([[1 if (i * 29 + j * 17 + i * j) % 7 < 2 else 0 for j in range(k)] for i in range(n)])
scores = np.array([[((i * 37 + j * 61 + i * j * 13) % 66 + 35 * truth[i, j]) / 100 for j in range(k)] for i in range(n)])
best = (0.0, 0.0)
for t in range(101):
    precisions, recalls = [], []
    for i in range(n):
        if truth[i].sum() == 0:
            continue
        predicted = scores[i] >= t / 100
        right = (predicted & (truth[i] == 1)).sum()
        recalls.append(right / truth[i].sum())
        if predicted.any():
            precisions.append(right / predicted.sum())
    if precisions:
        p, r = np.mean(precisions), np.mean(recalls)
        if p + r > 0 and 2 * p * r / (p + r) > best[0]:
            best = (2 * p * r / (p + r), t / 100, p, r, len(precisions) / len(recalls))
golden["fMax"] = [float(v) for v in best]
golden["macroAuprBySklearn"] = float(average_precision_score(truth, scores, average="macro"))
golden["unlabelledItems"] = int((truth.sum(axis=1) == 0).sum())
(HERE / "golden.json").write_text(json.dumps(golden) + "\n")
