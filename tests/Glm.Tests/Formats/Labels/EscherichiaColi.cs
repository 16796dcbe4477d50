using Glm.Formats;
using Glm.Genomes;
using Glm.Testing;

namespace Glm.Tests.Formats.Labels;

/// <summary>E. coli K-12 from the reference material; a test that asks for it is skipped where that is absent.</summary>
internal static class EscherichiaColi
{
    private static readonly Lazy<ScaffoldSet> Loaded = new(() =>
        ScaffoldFiles.Load(Repository.Shared("genomes", "ecoli", "GCF_000005845.2_ASM584v2_genomic.gbff.gz"))
    );

    public static ScaffoldSet Set
    {
        get
        {
            Repository.Shared("genomes", "ecoli");
            return Loaded.Value;
        }
    }
}
