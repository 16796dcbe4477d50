using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats;

/// <summary>Files that people really had, with what is right for each.</summary>
public sealed class CasesTests
{
    private const string Six = "51..170+39 201..341-46 372..533-53 564..746+60 777..980-67 1011..1235+74";
    private const string Five = " 51..149+32 180..311-43 342..506-54 537..734+65 765..995-76";

    [Theory]
    [InlineData("catgbk/a.gbk", Six + Five, "one.1 two.1")]
    [InlineData("catgff/a.gff3", Six + Five, "c1 c2")]
    [InlineData("gtf/ncbi.gtf", Six, "ctg1")]
    [InlineData("locus_merged.gbk", Six, "NODE_3_length_1325_cov_81.435531")]
    [InlineData("locus_collapsed/a.gbk", Six, "NZ_ABCDEF010000001.1")]
    [InlineData("dupcds.gbk", Six, "dupcds.1")]
    public void Should_read_all_genes(string file, string genes, string scaffolds)
    {
        var set = ScaffoldFiles.Load(Repository.Shared("cases", "readers", file), new LoadOptions { MinGenes = 1 });
        Assert.Equal(scaffolds, string.Join(' ', set.Scaffolds.Select(scaffold => scaffold.Id)));
        Assert.Equal(
            genes,
            string.Join(
                ' ',
                set.Scaffolds.SelectMany(scaffold => scaffold.Genes)
                    .Select(gene => $"{gene.Start}..{gene.End}{Sign(gene)}{set.Proteins[gene.ProteinId].Sequence.Length}")
            )
        );
        if (file.StartsWith("gtf", StringComparison.Ordinal))
            Assert.Equal(["L_1", "L_2", "L_3", "L_4", "L_5", "L_6"], set.Scaffolds[0].Genes.Select(gene => gene.LocusTag));

        static char Sign(Gene gene) => gene.Strand == Strand.Forward ? '+' : '-';
    }

    [Theory]
    [InlineData("catfaa/a.faa", "a.faa:12: position 76 of the line, in protein 'c1_6', holds '>', a header sign within a line")]
    [InlineData("joinfaa_beside_gff/a.gff", "a.faa:4: position 47 of the line, in protein 'T_02', holds '>', a header sign within a line")]
    [InlineData("gapfaa_beside_gff/a.gff", "a.faa:4: position 10 of the line, in protein 'T_02', holds '-', an alignment gap")]
    [InlineData("dupfaa_beside_gff/a.gff", "a.faa:13: protein 'T_02' was already on line 3")]
    [InlineData("pprodigal/a.faa", "a.faa:13: the header of protein 'c1_6' ends in 60 letters without a blank")]
    [InlineData("catmags/all.faa", "all.faa:13: protein 'k141_1_1' was already on line 1")]
    [InlineData("twicefaa/a.faa", "a.faa:13: protein 'c1_1' was already on line 1")]
    [InlineData("revloc.gbk", "revloc.gbk:14: the location of the CDS, '341..201', cannot be read: it runs from 341 to 201")]
    [InlineData("dupid/a.gff3", "a.gff3:4: CDS 'T_01' has strand '-' here and '+' on line 3")]
    [InlineData("gffcut/a.gff3", "a.gff3:2: sequence 'c1' is announced with 1325 bases, and 933 came before the file breaks off")]
    [InlineData(
        "missing_origin_line/a.gbk",
        "a.gbk:39: the sequence line is numbered 601 where 541 is due: 60 bases before it are missing"
    )]
    [InlineData("genpept/a.gp", "a.gp:1: record 'WP_1' is a protein of 40 aa")]
    [InlineData("gff_spaces.gff", "gff_spaces.gff:3: the columns are separated by spaces, not tabs")]
    public void Should_say_what_is_wrong_where(string file, string part)
    {
        var path = Repository.Shared("cases", "readers", file);
        var message = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(path, new LoadOptions { MinGenes = 1 })).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
