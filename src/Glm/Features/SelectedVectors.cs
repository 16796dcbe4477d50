using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Statistics;

namespace Glm.Features;

/// <summary>Some rows of protein vectors, in the order given; the vectors are not copied.</summary>
internal sealed class SelectedVectors(IProteinVectors vectors, int[] rows) : IProteinVectors
{
    public string Source => vectors.Source;

    public int Count => rows.Length;

    public int Width => vectors.Width;

    public Normalizer? Normalizer => vectors.Normalizer;

    public FamilySpace? Families => vectors.Families;

    public VectorOrigin? Origin => vectors.Origin;

    public ReadOnlySpan<Half> this[int row] => vectors[rows[row]];
}
