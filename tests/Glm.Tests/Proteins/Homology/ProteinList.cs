using Glm.Genomes;
using Glm.Proteins.Homology;

namespace Glm.Tests.Proteins.Homology;

internal sealed class ProteinList(IReadOnlyList<Protein> proteins) : IProteinSource
{
    public int Count => proteins.Count;

    public IReadOnlyList<Protein> Read(int first, int count) => [.. proteins.Skip(first).Take(count)];
}
