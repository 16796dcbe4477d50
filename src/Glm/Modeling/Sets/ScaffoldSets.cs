using Glm.Proteins.Sets;
using Glm.Runtime;

namespace Glm.Modeling.Sets;

/// <summary>The sets that a model makes of scaffolds: whole ones, or pieces of them. Immutable.</summary>
internal sealed class ScaffoldSets
{
    private readonly List<(int Scaffold, int First, int Size)> _sets = [];

    /// <param name="model">Whose positions bound a set.</param>
    /// <param name="name">Of the model.</param>
    /// <param name="proteins">Of the width that the model reads.</param>
    /// <param name="fragmentSize">Proteins of a piece; null for what the model says.</param>
    /// <param name="cutsOversized">Whether scaffolds with more proteins than positions are cut too.</param>
    /// <exception cref="GlmException">The widths differ, or a set has more proteins than the model has positions.</exception>
    public ScaffoldSets(
        SetTransformerConfig model,
        string name,
        ScaffoldProteins proteins,
        int? fragmentSize = null,
        bool cutsOversized = false
    )
    {
        if (proteins.Width != model.ProteinWidth)
            throw new GlmException(
                $"{proteins.Source}: its protein vectors have {proteins.Width} numbers, and {name} reads {model.ProteinWidth}. Embed the "
                    + $"proteins with the language model that it was trained on."
            );
        var asked = fragmentSize ?? model.FragmentSize;
        if (asked is { } size)
            SetTransformerConfig.CheckFragment(size);
        var piece = asked ?? int.MaxValue;
        var largest = proteins.Sizes.Max();
        if (Math.Min(piece, largest) > model.MaxProteins && !cutsOversized)
            throw new GlmException(
                $"{proteins.Source}: scaffold {proteins.Sizes.Index().MaxBy(one => one.Item).Index} makes a set of "
                    + $"{Math.Min(piece, largest)} proteins, and {name} has {model.MaxProteins} "
                    + $"positions. Use {Setting.Of(nameof(SetTransformerConfig.FragmentSize), model.MaxProteins)} or less, or "
                    + $"{Setting.Of("FragmentOversized")} to cut such scaffolds alone."
            );
        IsCut = asked is not null || largest > model.MaxProteins;
        piece = Math.Min(piece, model.MaxProteins);
        for (var s = 0; s < proteins.ScaffoldCount; s++)
        for (var done = 0; done < proteins.Sizes[s]; done += piece)
            _sets.Add((s, proteins.Starts[s] + done, Math.Min(piece, proteins.Sizes[s] - done)));
    }

    /// <summary>Number of sets.</summary>
    public int Count => _sets.Count;

    /// <summary>Whether sets may be pieces of scaffolds.</summary>
    public bool IsCut { get; }

    /// <summary>The scaffold of a set.</summary>
    public int ScaffoldOf(int set) => _sets[set].Scaffold;

    /// <summary>Row of a set's first protein.</summary>
    public int FirstOf(int set) => _sets[set].First;

    /// <summary>Proteins of a set.</summary>
    public int SizeOf(int set) => _sets[set].Size;
}
