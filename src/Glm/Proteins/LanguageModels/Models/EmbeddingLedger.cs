using System.Globalization;
using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>What an embedder read of proteins as something else, or did not read.</summary>
internal sealed class EmbeddingLedger
{
    private long _letters;
    private int _unknown;
    private string _firstUnknown = "";
    private int _cut;
    private string _longest = "";
    private int _longestResidues;

    /// <summary>A protein with letters that the model does not know.</summary>
    public void AddUnknown(string id, int letters)
    {
        if (_unknown++ == 0)
            _firstUnknown = id;
        _letters += letters;
    }

    /// <summary>A protein of more residues than are read.</summary>
    public void AddCut(string id, int residues)
    {
        _cut++;
        if (residues > _longestResidues)
            (_longest, _longestResidues) = (id, residues);
    }

    /// <summary>Proteins whose vectors a cache had.</summary>
    public int Cached { get; private set; }

    /// <summary>Proteins whose vectors a cache had.</summary>
    public void AddCached(int proteins) => Cached += proteins;

    /// <summary>Adds what another one noted later.</summary>
    public void Add(EmbeddingLedger later)
    {
        if (_unknown == 0)
            _firstUnknown = later._firstUnknown;
        (_unknown, _letters, _cut) = (_unknown + later._unknown, _letters + later._letters, _cut + later._cut);
        Cached += later.Cached;
        if (later._longestResidues > _longestResidues)
            (_longest, _longestResidues) = (later._longest, later._longestResidues);
    }

    /// <summary>In sentences; none where there is nothing to say.</summary>
    /// <param name="model">That read.</param>
    /// <param name="limit">Residues that are read.</param>
    public IReadOnlyList<string> Sentences(ProteinLanguageModel model, int limit = int.MaxValue)
    {
        var sentences = new List<string>();
        if (!model.Report.IsComplete)
            sentences.Add($"{model.Name}: {model.Report}.");
        if (_unknown > 0)
            sentences.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Count(_unknown, "protein holds", "proteins hold")} {Count(_letters, "letter", "letters")} that "
                        + $"{model.Alphabet.Name} does not know, read as X (first: {LineText.Quoted(_firstUnknown)})."
                )
            );
        if (_cut > 0)
            sentences.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Count(_cut, "protein was", "proteins were")} cut after {limit:N0} residues; the longest, "
                        + $"{LineText.Quoted(_longest)}, has {_longestResidues:N0}."
                )
            );
        if (Cached > 0)
            sentences.Add($"{Count(Cached, "vector was", "vectors were")} in the cache.");
        return sentences;
    }

    private static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
