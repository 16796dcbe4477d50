using Glm.Arrays;
using Glm.Genomes;
using Glm.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>
/// A transformer that reads a protein residue by residue; <see cref="ProteinLanguageModelFile"/> opens one. Not thread-safe.
/// </summary>
/// <remarks>T tokens of a batch, D numbers per token, N layers.</remarks>
public abstract class ProteinLanguageModel : IDisposable
{
    private readonly List<Tensor> _owned = [];

    private protected ProteinLanguageModel(string name, ProteinAlphabet alphabet, Device device, ScalarType precision) =>
        (Name, Alphabet, Device, Precision) = (name, alphabet, device, precision);

    /// <summary>Its file without the extension, or its folder: for example "esm2_t33_650M_UR50D".</summary>
    public string Name { get; }

    /// <summary>How it reads letters.</summary>
    public ProteinAlphabet Alphabet { get; }

    /// <summary>Key by key, what became of its files.</summary>
    public CheckpointReport Report { get; private protected init; } = null!;

    /// <summary>Of its weights and its shape, hexadecimal: equal ones make equal vectors.</summary>
    public string Checksum { get; private protected init; } = "";

    /// <summary>Where it computes.</summary>
    public Device Device { get; }

    /// <summary>In which numbers: float32, or on a GPU bfloat16.</summary>
    public ScalarType Precision { get; }

    /// <summary>D.</summary>
    public abstract int Width { get; }

    /// <summary>N.</summary>
    public abstract int Layers { get; }

    /// <summary>Number of parameters in use.</summary>
    public long Parameters => _owned.Sum(tensor => tensor.numel());

    /// <summary>
    /// Vectors of all tokens, [T, D] in float32: after a layer, or of the tokens before the first. After the last they are normalised, as
    /// the published models give them.
    /// </summary>
    /// <param name="batch">Tokens of <see cref="Alphabet"/>.</param>
    /// <param name="layer">0 to N.</param>
    public Tensor Forward(TokenBatch batch, int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layer, Layers);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        return Compute(batch, layer).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>As <see cref="Forward"/>, in the precision of the model; belongs to the caller's dispose scope.</summary>
    private protected abstract Tensor Compute(TokenBatch batch, int layer);

    /// <summary>Tokens that are computed at a time where nobody says: what is fastest.</summary>
    internal int StandardBatchTokens => Device.type == DeviceType.CPU ? 1024 : 16_384;

    /// <summary>The tokens of a protein's residues.</summary>
    /// <param name="protein">Its id is for the message.</param>
    /// <param name="ledger">Takes note of letters that the model does not know.</param>
    /// <exception cref="GlmException">It has no residues.</exception>
    internal byte[] ResiduesOf(Protein protein, EmbeddingLedger ledger)
    {
        var residues = Alphabet.Residues(protein.Sequence, out var unknown);
        if (residues.Length == 0)
            throw new GlmException($"Protein {LineText.Quoted(protein.Id)} has no residues, so {Name} has nothing to read. Remove it.");
        if (unknown > 0)
            ledger.AddUnknown(protein.Id, unknown);
        return residues;
    }

    /// <summary>Takes a tensor of the weights over, in the model's precision unless said otherwise, on its device.</summary>
    private protected Tensor Keep(Tensor tensor, ScalarType? precision = null)
    {
        var kept = tensor.to(precision ?? Precision, Device).DetachFromDisposeScope();
        _owned.Add(kept);
        return kept;
    }

    public virtual void Dispose()
    {
        foreach (var tensor in _owned)
            tensor.Dispose();
    }
}
