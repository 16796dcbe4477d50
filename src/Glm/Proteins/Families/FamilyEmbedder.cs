using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Proteins.Families;

/// <summary>
/// Embeds proteins in a family space: each by its homologs among the space's representatives. A vector depends on the protein, the space
/// and the search only. One call at a time.
/// </summary>
public sealed class FamilyEmbedder : IProteinEmbedder, IDisposable
{
    private readonly IHomologyEngine _engine;
    private IHomologyIndex? _index;
    private int[]? _lengths;

    /// <param name="space">Where the vectors are to lie.</param>
    /// <param name="engine">What finds the homologs; better the one that the space was made with.</param>
    public FamilyEmbedder(FamilySpace space, IHomologyEngine engine) => (Space, _engine) = (space, engine);

    /// <summary>Where the vectors lie.</summary>
    public FamilySpace Space { get; }

    /// <inheritdoc/>
    public string Name => Space.Name;

    /// <inheritdoc/>
    public int Width => Space.Width;

    /// <summary>How many of the proteins embedded so far had no homolog in the space, and were given their composition.</summary>
    public int WithoutHomolog { get; private set; }

    /// <inheritdoc/>
    public ProteinVectors Embed(
        IReadOnlyList<Protein> proteins,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var values = new Half[ProteinVectors.Room(proteins.Count, Width)];
        var before = WithoutHomolog;
        _index ??= _engine.Index(Space.Representatives, new HomologyOptions(), cancellation);
        _lengths ??= [.. Space.Representatives.Read(0, Space.Count).Select(protein => protein.Sequence.Length)];
        for (var first = 0; first < proteins.Count; first += HomologySearch.QueryBlock)
        {
            var block = new ProteinList(proteins).Read(first, HomologySearch.QueryBlock);
            var hits = _index.Search(block, BlockProgress.Of(progress, first, proteins.Count), cancellation);
            var graph = HomologyGraph.Between(
                _engine.Name,
                [.. block.Select(protein => protein.Sequence.Length)],
                _lengths,
                [hits],
                FamilySpace.Edges,
                cancellation
            );
            WithoutHomolog += Space.Embed(new ProteinList(block), graph, values.AsMemory(first * Width), cancellation).Count(lone => lone);
            progress?.Report(new ProgressReport("embed", first + block.Count, proteins.Count, "proteins"));
        }
        return new ProteinVectors(Name, [.. proteins.Select(protein => protein.Id)], Width, values)
        {
            Families = Space,
            WithoutHomolog = WithoutHomolog - before,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _index?.Dispose();
}
