using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Glm.Genomes;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>
/// Vectors of proteins from a language model. A sequence is computed once however often it occurs, and its vector does not depend on what
/// else is embedded. Borrows the model. Not thread-safe.
/// </summary>
public sealed class LanguageModelEmbedder : IProteinEmbedder
{
    private readonly ProteinLanguageModel _model;
    private readonly LanguageModelOptions _options;
    private readonly VectorCache? _cache;
    private readonly int _layer;
    private readonly EmbeddingLedger _ledger = new();
    private int _budget;

    /// <param name="model">That reads the proteins.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cache">Vectors made before, to which those made now are added; null for none. Borrowed.</param>
    /// <exception cref="GlmException">An option is out of range, or the model cannot follow it.</exception>
    public LanguageModelEmbedder(ProteinLanguageModel model, LanguageModelOptions? options = null, VectorCache? cache = null)
    {
        (_model, _options, _cache) = (model, options ?? new LanguageModelOptions(), cache);
        _options.Validate(model);
        _layer = _options.Layer ?? model.Layers;
        _budget = _options.BatchTokens ?? model.StandardBatchTokens;
    }

    /// <summary>The model's, and layer and pooling where they are not the usual ones: "esm2_t6_8M_UR50D layer 3 cls".</summary>
    public string Name =>
        _model.Name
        + (_layer == _model.Layers ? "" : string.Create(CultureInfo.InvariantCulture, $" layer {_layer}"))
        + _options.Pooling switch
        {
            Pooling.MeanAll => " mean-all",
            Pooling.Cls => " cls",
            _ => "",
        };

    public int Width => _model.Width;

    public int BlockSize => 256;

    /// <summary>What it left out so far or read as something else, in sentences; ids in them are untrusted text.</summary>
    public IReadOnlyList<string> Remarks => Sentences(_ledger);

    /// <summary>Embeds proteins in half precision; row i of the result belongs to protein i.</summary>
    /// <exception cref="GlmException">A protein has no residues, or all proteins together look like DNA.</exception>
    public ProteinVectors Embed(
        IReadOnlyList<Protein> proteins,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var values = new Half[ProteinVectors.Room(proteins.Count, Width)];
        var ledger = Embed(
            proteins,
            (row, vector) =>
            {
                var largest = TensorPrimitives.MaxMagnitude<float>(vector);
                if (Math.Abs(largest) > (float)Half.MaxValue)
                    throw new GlmException(
                        $"{Name}: the vector of protein {LineText.Quoted(proteins[row].Id)} holds {largest}; vectors are kept in half "
                            + $"precision, whose largest number is 65504. Take another layer."
                    );
                TensorPrimitives.ConvertToHalf(vector, values.AsSpan(row * Width, Width));
            },
            progress,
            cancellation
        );
        return new ProteinVectors(Name, [.. proteins.Select(protein => protein.Id)], Width, values)
        {
            Remarks = Sentences(ledger),
            Origin = VectorOrigin.Of(_model, _options),
        };
    }

    /// <summary>Embeds proteins in the float32 of the model: [proteins.Count, Width], row-major.</summary>
    /// <exception cref="GlmException">As <see cref="Embed(IReadOnlyList{Protein}, IProgress{ProgressReport}, CancellationToken)"/>.
    /// </exception>
    public float[] EmbedSingles(
        IReadOnlyList<Protein> proteins,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var values = new float[ProteinVectors.Room(proteins.Count, Width)];
        Embed(proteins, (row, vector) => vector.CopyTo(values.AsSpan(row * Width)), progress, cancellation);
        return values;
    }

    /// <summary>What reading some proteins leaves out or reads as something else, without reading them.</summary>
    /// <exception cref="GlmException">A protein has no residues, or all proteins together look like DNA.</exception>
    internal EmbeddingLedger LedgerOf(IReadOnlyList<Protein> proteins) => EmbeddingPlan.Of(proteins, _model, _options).Ledger;

    /// <summary>A ledger in sentences, and what the cache has to say; ids in them are untrusted text.</summary>
    internal IReadOnlyList<string> Sentences(EmbeddingLedger ledger) =>
        [.. ledger.Sentences(_model, _options.Truncate), .. _cache?.Trouble is { } trouble ? [trouble] : Array.Empty<string>()];

    /// <summary>Embeds proteins and hands over each vector as soon as it is there, in no order.</summary>
    /// <param name="proteins">With residues.</param>
    /// <param name="take">Given the number of a protein and its vector, [Width].</param>
    /// <param name="progress">Proteins with a vector.</param>
    /// <param name="cancellation">Polled between batches.</param>
    /// <exception cref="GlmException">A protein has no residues, or all proteins together look like DNA.</exception>
    internal EmbeddingLedger Embed(
        IReadOnlyList<Protein> proteins,
        Action<int, float[]> take,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var plan = EmbeddingPlan.Of(proteins, _model, _options);
        using var scope = NewDisposeScope();
        var done = TakeCached(plan, take);
        plan.Ledger.AddCached(done);
        _ledger.Add(plan.Ledger);
        Report(0);
        var (read, started) = (0L, Stopwatch.GetTimestamp());
        for (var next = 0; next < plan.Pieces.Count; )
        {
            cancellation.ThrowIfCancellationRequested();
            var count = BatchFrom(plan.Pieces, next);
            float[] vectors;
            try
            {
                vectors = Vectors(plan.Pieces.GetRange(next, count));
            }
            catch (Exception exception) when (OutOfMemory.IsCauseOf(exception) && count > 1)
            {
                _budget = Math.Max(1, plan.Pieces.GetRange(next, count).Sum(piece => piece.Tokens.Length) / 2);
                continue;
            }
            catch (Exception exception) when (OutOfMemory.IsCauseOf(exception))
            {
                var (owner, residues) = (plan.Owners[plan.Pieces[next].Sequence][0], plan.Pieces[next].Tokens.Length);
                throw new GlmException(
                    $"Memory does not suffice to read {residues} residues of protein {LineText.Quoted(proteins[owner].Id)} at once with "
                        + $"{_model.Name}. Cut long proteins ({Setting.Of(nameof(LanguageModelOptions.Truncate))}), or read them in "
                        + $"windows "
                        + $"({Setting.Of(nameof(LanguageModelOptions.Windows))}).",
                    exception
                );
            }
            var finished = new List<(UInt128 Sequence, float[] Vector)>();
            for (var i = 0; i < count; i++)
            {
                var piece = plan.Pieces[next + i];
                read += piece.Tokens.Length;
                if (!plan.Finish(piece, vectors.AsSpan(i * Width, Width), out var vector))
                    continue;
                if (Array.Exists(vector, value => !float.IsFinite(value)))
                    throw new GlmException(
                        $"{_model.Name}: the vector of protein {LineText.Quoted(proteins[plan.Owners[piece.Sequence][0]].Id)} is not "
                            + $"finite. Use float32, or another layer."
                    );
                finished.Add((plan.Keys[piece.Sequence], vector));
                foreach (var owner in plan.Owners[piece.Sequence])
                    take(owner, vector);
                done += plan.Owners[piece.Sequence].Count;
            }
            _cache?.Add(finished);
            next += count;
            Report(read / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return plan.Ledger;

        void Report(double speed) =>
            progress?.Report(
                new ProgressReport(
                    "embed",
                    done,
                    proteins.Count,
                    "proteins",
                    [
                        new("residues/s", speed > 0 ? speed : double.NaN, "N0"),
                        new("cached", _cache is null ? double.NaN : plan.Ledger.Cached, "N0"),
                    ]
                )
            );
    }

    /// <summary>Hands over what the cache has; only the others' pieces stay in the plan.</summary>
    /// <returns>How many proteins that are.</returns>
    private int TakeCached(EmbeddingPlan plan, Action<int, float[]> take)
    {
        if (_cache is null)
            return 0;
        var (done, isCached) = (0, new bool[plan.Keys.Count]);
        for (var sequence = 0; sequence < isCached.Length; sequence++)
        {
            var vector = new float[Width];
            if (!_cache.TryRead(plan.Keys[sequence], vector))
                continue;
            isCached[sequence] = true;
            foreach (var owner in plan.Owners[sequence])
                take(owner, vector);
            done += plan.Owners[sequence].Count;
        }
        plan.Pieces.RemoveAll(piece => isCached[piece.Sequence]);
        return done;
    }

    /// <summary>How many pieces from one on make a batch within the budget; at least one.</summary>
    private int BatchFrom(List<EmbeddingPiece> pieces, int first)
    {
        var (count, tokens) = (1, pieces[first].Tokens.Length);
        while (first + count < pieces.Count && tokens + pieces[first + count].Tokens.Length <= _budget)
            tokens += pieces[first + count++].Tokens.Length;
        return count;
    }

    /// <summary>One vector per piece, [pieces, Width].</summary>
    private float[] Vectors(List<EmbeddingPiece> pieces)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var batch = new TokenBatch([.. pieces.Select(piece => piece.Tokens)]);
        var hidden = _model.Forward(batch, _layer); // [T, D]
        var pooled = new List<Tensor>();
        var before = _model.Alphabet.Begin is null ? 0 : 1;
        var next = 0;
        foreach (var group in batch.Groups)
        {
            var rows = hidden.narrow(0, group.Start, group.Count * group.Length).view(group.Count, group.Length, -1);
            var (first, count) = _options.Pooling switch
            {
                Pooling.Mean => (before, group.Length - before - 1),
                Pooling.MeanAll => (0, group.Length),
                _ => (0, 1),
            };
            rows = rows.narrow(1, first, count); // [n, residues, D]
            if (pieces[next].Weights is null || _options.Pooling == Pooling.Cls)
                pooled.Add(rows.mean([1]));
            else
            {
                var weights = pieces.GetRange(next, group.Count).SelectMany(piece => piece.WeightsOf(first, count, before)).ToArray();
                pooled.Add(bmm(tensor(weights, [group.Count, 1, count], device: hidden.device), rows).squeeze(1));
            }
            next += group.Count;
        }
        return cat(pooled).cpu().data<float>().ToArray();
    }
}
