using Glm.Formats;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

public sealed class TranslationLengthTests : IDisposable
{
    private static readonly LoadOptions AnyLength = new() { MinGenes = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_refuse_the_reverse_strand_as_exchanged_ends_on_a_ring()
    {
        var (locus, location) = Parts();
        var ring = locus.Replace("linear", "circular", StringComparison.Ordinal);
        var exchanged = _folder.Write("a.gbk", Swapped(ring, location));
        var message = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(exchanged, AnyLength)).Message;
        Assert.Contains("a.gbk:", message, StringComparison.Ordinal);
        Assert.Contains("Its two ends are in the wrong order", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_note_translations_that_do_not_fit_their_places()
    {
        var (text, _) = Parts();
        var path = _folder.Write("a.gbk", text.Replace("/translation=\"MA", "/translation=\"M", StringComparison.Ordinal));
        var note = Assert.Single(ScaffoldFiles.Load(path, AnyLength).Ledger.Notes);
        Assert.Contains("translations that are longer or shorter than their places ask for, the first on line", note);
        Assert.Empty(ScaffoldFiles.Load(_folder.Write("b.gbk", text), AnyLength).Ledger.Notes);
    }

    private static (string Text, string Location) Parts()
    {
        // 12 residues and a stop, on the reverse strand of 90 bases.
        const string Location = "complement(31..69)";
        return (
            $"""
            LOCUS       RING                  90 bp    DNA     linear   BCT 01-JAN-2024
            FEATURES             Location/Qualifiers
                 CDS             {Location}
                                 /locus_tag="R_1"
                                 /translation="MAKKKKKKKKKK"
            ORIGIN
                    1 {Tens(60)}
                   61 {Tens(30)}
            //

            """,
            Location
        );
    }

    private static string Tens(int bases) => string.Join(' ', Enumerable.Repeat("acgtacgtac", bases / 10));

    private static string Swapped(string text, string location) => text.Replace(location, "69..31", StringComparison.Ordinal);
}
