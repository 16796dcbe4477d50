using Glm.Features;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>What tells function labels from others, without keeping them. Immutable.</summary>
/// <param name="Name">Of the labels. Untrusted text.</param>
/// <param name="Genes">How many genes have some.</param>
/// <param name="Checksum">SHA-256, hexadecimal, of the labels of every gene of the set.</param>
internal sealed record FunctionIdentity(string Name, int Genes, string Checksum)
{
    public static FunctionIdentity Of(GeneLabels labels)
    {
        using var sum = new DataIdentity.Sum();
        foreach (var ofGene in labels.PerGene)
        {
            sum.Add(ofGene.Count);
            foreach (var label in ofGene)
                sum.Add(label);
        }
        return new FunctionIdentity(labels.Name, labels.LabelledGenes, sum.Take());
    }

    /// <summary>Both, as a message names them.</summary>
    public static string Words(FunctionIdentity? identity) =>
        identity is null ? "no function labels" : $"the function labels {LineText.Quoted(identity.Name)} of {identity.Genes} genes";
}
