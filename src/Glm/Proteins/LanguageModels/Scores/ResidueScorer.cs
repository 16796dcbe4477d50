using Glm.Genomes;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>
/// How likely a protein is to an ESM-2: each residue is hidden in turn, and the model asked for it given all others. Borrows the model.
/// Not thread-safe.
/// </summary>
public sealed class ResidueScorer
{
    private readonly Esm2Model _model;
    private readonly EmbeddingLedger _ledger = new();
    private int _budget;

    /// <param name="model">With the head that predicts residues.</param>
    /// <param name="batchTokens">The most tokens computed at a time; null for what is fastest.</param>
    /// <exception cref="GlmException">The model has no head, or is no ESM-2.</exception>
    public ResidueScorer(ProteinLanguageModel model, int? batchTokens = null)
    {
        _model =
            model as Esm2Model
            ?? throw new GlmException($"{model.Name} is an encoder and predicts no residues. Use an ESM-2, in a file with its head.");
        if (!_model.PredictsResidues)
            throw new GlmException($"{model.Name}: it has no head that predicts residues. Use a file of the whole model.");
        _budget = batchTokens ?? model.StandardBatchTokens;
    }

    /// <summary>What it read so far as something else, in sentences; ids in them are untrusted text.</summary>
    public IReadOnlyList<string> Remarks => _ledger.Sentences(_model);

    /// <summary>The pseudo-log-likelihood of proteins (Salazar et al. 2020): L passes for L residues.</summary>
    /// <param name="proteins">With residues.</param>
    /// <param name="progress">Residues asked for.</param>
    /// <param name="cancellation">Polled between batches.</param>
    /// <exception cref="GlmException">A protein has no residues.</exception>
    public IReadOnlyList<PseudoLikelihood> Score(
        IReadOnlyList<Protein> proteins,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var tokens = proteins.Select(protein => _model.ResiduesOf(protein, _ledger)).ToList();
        var total = tokens.Sum(residues => (long)residues.Length);
        var (done, scores) = (0L, new List<PseudoLikelihood>());
        for (var i = 0; i < tokens.Count; i++)
        {
            var own = tokens[i];
            var places = Enumerable.Range(0, own.Length).ToArray();
            var logs = new float[own.Length];
            Ask(
                own,
                places,
                (place, probabilities) =>
                {
                    logs[place] = probabilities[own[place]];
                    done++;
                },
                () => progress?.Report(new ProgressReport("score", done, total, "residues")),
                cancellation
            );
            scores.Add(new PseudoLikelihood(proteins[i].Id, logs));
        }
        return scores;
    }

    /// <summary>
    /// What point mutations change: the logarithm of the odds of the new residue against the old where that place is hidden ("masked
    /// marginals" of Meier et al. 2021). Below 0 the model prefers the old one.
    /// </summary>
    /// <param name="protein">With residues.</param>
    /// <param name="mutations">Of the protein.</param>
    /// <param name="progress">Places asked for.</param>
    /// <param name="cancellation">Polled between batches.</param>
    /// <exception cref="GlmException">A mutation is not one of the protein.</exception>
    public IReadOnlyList<MutationScore> Score(
        Protein protein,
        IReadOnlyList<PointMutation> mutations,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var tokens = _model.ResiduesOf(protein, _ledger);
        foreach (var mutation in mutations)
            Check(protein, tokens, mutation);
        int[] places = [.. mutations.Select(mutation => mutation.Place - 1).Distinct()];
        var (found, done) = (new Dictionary<int, float[]>(), 0);
        Ask(
            tokens,
            places,
            (place, probabilities) => (found[place], done) = (probabilities, done + 1),
            () => progress?.Report(new ProgressReport("score", done, places.Length, "places")),
            cancellation
        );
        return
        [
            .. mutations.Select(mutation =>
            {
                var (logs, old) = (found[mutation.Place - 1], tokens[mutation.Place - 1]);
                return new MutationScore(mutation, logs[Token(mutation.New)] - logs[old]);
            }),
        ];
    }

    private static int Token(char residue) => ProteinAlphabet.Esm2.Residues($"{residue}", out _)[0];

    private static void Check(Protein protein, byte[] tokens, PointMutation mutation)
    {
        if (mutation.Place < 1 || mutation.Place > tokens.Length)
            throw new GlmException(
                $"Mutation {mutation}: protein {LineText.Quoted(protein.Id)} has the residues 1 to {tokens.Length}. Count them from 1."
            );
        if (Token(mutation.Old) != tokens[mutation.Place - 1])
            throw new GlmException(
                $"Mutation {mutation}: residue {mutation.Place} of protein {LineText.Quoted(protein.Id)} is "
                    + $"{ProteinAlphabet.Esm2.Letters[tokens[mutation.Place - 1] - ProteinAlphabet.Esm2.First]}, not {mutation.Old}. "
                    + $"Check the protein and the numbering."
            );
    }

    /// <summary>Hides residues one by one and hands over the logarithms of the probabilities of all tokens there, [V].</summary>
    private void Ask(byte[] residues, int[] places, Action<int, float[]> take, Action report, CancellationToken cancellation)
    {
        var whole = _model.Alphabet.Enclosed(residues);
        for (var next = 0; next < places.Length; )
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Clamp(_budget / whole.Length, 1, places.Length - next);
            try
            {
                using var scope = NewDisposeScope();
                using var still = no_grad();
                var masked = places[next..(next + count)]
                    .Select(place =>
                    {
                        var tokens = (byte[])whole.Clone();
                        tokens[place + 1] = (byte)_model.Alphabet.Mask!.Value;
                        return tokens;
                    })
                    .ToList();
                var rows = Enumerable.Range(0, count).Select(i => ((long)i * whole.Length) + places[next + i] + 1).ToArray();
                var logs = _model.Logits(new TokenBatch(masked), rows).log_softmax(1).cpu().data<float>().ToArray();
                for (var i = 0; i < count; i++)
                    take(places[next + i], logs[(i * _model.Alphabet.Size)..((i + 1) * _model.Alphabet.Size)]);
            }
            catch (Exception exception) when (OutOfMemory.IsCauseOf(exception) && count > 1)
            {
                _budget = whole.Length * count / 2;
                continue;
            }
            next += count;
            report();
        }
    }
}
