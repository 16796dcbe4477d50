using Glm.Analysis.Attention;
using Glm.Analysis.Operons;
using Glm.Formats.KnownOperons;
using Glm.Modeling;
using Glm.Tests.Modeling;
using Glm.Tests.Training;

namespace Glm.Tests.Analysis.Attention;

public sealed class HeadProfileReaderTests
{
    [Fact]
    public void Should_correlate_every_head_with_what_pairs_have_in_common()
    {
        using var model = GlmModel.Create(TrainingData.Config with { InitializerRange = 0.3 });
        var data = TrainingData.Create();
        var members = data.Scaffolds.Scaffolds[0].Genes.Select((gene, i) => new OperonMember([gene.Id], $"{i / 4}", i + 1));
        var truth = OperonTruth.Of(data.Scaffolds, new OperonAnnotation("t", "genes", [.. members], []));
        var before = SmallModel.LiveTensors;
        var profiles = HeadProfileReader.Run(model, data, truth);
        Assert.Equal(before, SmallModel.LiveTensors);
        Assert.Equal(["same strand", "closeness", "likeness", "operon"], profiles.Properties);
        // 6 scaffolds of windows of 8 and 5 genes: 28 and 10 pairs; of the operons of one scaffold only those.
        Assert.Equal([228L, 228, 228, 38], profiles.PairsPerProperty);

        foreach (var head in profiles.Heads)
        {
            var (contacts, strands, closeness) = (new List<double>(), new List<double>(), new List<double>());
            for (var w = 0; w < data.WindowCount; w++)
            {
                var attention = AttentionReader.Run(model, data, w);
                var genes = attention.Window.Genes.ToArray();
                var of = attention.Contacts(head.Layer, head.Head);
                for (var i = 0; i < genes.Length; i++)
                for (var j = i + 1; j < genes.Length; j++)
                {
                    contacts.Add(of[(i * genes.Length) + j]);
                    strands.Add(genes[i].Strand == genes[j].Strand ? 1 : 0);
                    closeness.Add(-Math.Log(j - i));
                }
            }
            Assert.Equal(MathNet.Numerics.Statistics.Correlation.Pearson(contacts, strands), head.Correlations[0], 1e-5);
            Assert.Equal(MathNet.Numerics.Statistics.Correlation.Pearson(contacts, closeness), head.Correlations[1], 1e-5);
            Assert.All(head.PValues, p => Assert.InRange(p, 0, 1));
        }
        Assert.Equal(profiles.Heads.Count, profiles.ToDataFrame().Rows.Count);
    }
}
