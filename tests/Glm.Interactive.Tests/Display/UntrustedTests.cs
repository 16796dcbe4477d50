using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Glm.Interactive.Hosting;
using Glm.Testing;

namespace Glm.Interactive.Tests.Display;

/// <summary>
/// What a colleague sees who opens a notebook without trusting it, and what a web site shows of it: no scripts, no style sheets, no
/// drawings. Pictures are there as images or, where even those are dropped, in words, and no words run together.
/// </summary>
public sealed partial class UntrustedTests
{
    private static readonly string[] WithPictures =
    [
        "scaffolds",
        "genes",
        "region",
        "homologs",
        "labels",
        "families",
        "neighbours",
        "attention",
        "influence",
        "training",
        "embedding",
        "protein sets",
        "evaluation",
        "predictions",
        "taxonomy",
        "assignments",
        "operons",
        "heads",
        "neighbors",
        "paralogs",
        "dark",
        "variance",
        "probe",
        "benchmark",
        "functions",
        "called functions",
        "fine-tuning",
        "fine-tuned predictions",
        "chart",
    ];

    public static TheoryData<string> Views() => [.. Samples.Views.Keys];

    [Theory]
    [MemberData(nameof(Views))]
    public void Should_read_well_by_the_rules_of_github(string view)
    {
        var bundle = Make(view);
        var cleaned = GitHubRules.Clean(bundle.Parts[MimeBundle.Html]);
        Readable.Check(cleaned);
        Assert.DoesNotContain("data:", cleaned, StringComparison.Ordinal);
        Assert.Equal(WithPictures.Contains(view), Alts(cleaned).Count > 0);
        Assert.All(Alts(cleaned), alt => Assert.True(alt.Length > 10, alt));
        Assert.Equal(WithPictures.Contains(view), bundle.Parts.ContainsKey(MimeBundle.Svg));
    }

    [Fact]
    public void Should_keep_every_picture_and_read_well_through_the_sanitizer_of_jupyterlab()
    {
        var views = Samples.Views.Keys.ToList();
        var before = views.ConvertAll(view => Make(view).Parts[MimeBundle.Html]);
        var after = Sanitize(before);
        for (var i = 0; i < views.Count; i++)
        {
            Readable.Check(after[i]);
            Assert.Equal(Markup.Stills(Markup.WithoutScripts(before[i])), Markup.Stills(after[i]));
            Assert.Equal(WithPictures.Contains(views[i]), Markup.Stills(after[i]).Count > 0);
            // Without a style sheet the element itself must keep the picture within the page.
            Assert.Equal(Markup.Stills(after[i]).Count, Regex.Count(after[i], "style=\"max-width:100%;height:auto\""));
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Should_carry_no_picture_twice(string view)
    {
        var html = Make(view).Parts[MimeBundle.Html];
        var stills = Markup.Stills(html);
        Assert.Equal(stills.Distinct().Count(), stills.Count);
        Assert.DoesNotContain("<svg", Markup.WithoutScripts(html), StringComparison.Ordinal);
    }

    private static MimeBundle Make(string view)
    {
        using var elsewhere = new PlotlyElsewhere();
        return Samples.Views[view]("lac");
    }

    private static List<string> Alts(string html) => [.. Alt().Matches(html).Select(match => match.Groups[1].Value)];

    private static string[] Sanitize(List<string> pages)
    {
        var program = Repository.PathOf("tests", "Glm.Kernel.Tests", "Browser", "lab", "out", "sanitize.cjs");
        Assert.SkipUnless(
            File.Exists(program),
            "JupyterLab's sanitizer is not built: npm ci && npm run build in tests/Glm.Kernel.Tests/Browser/lab"
        );
        using var node = new Process
        {
            StartInfo = new ProcessStartInfo("node", [program])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardInputEncoding = new UTF8Encoding(false),
                StandardOutputEncoding = Encoding.UTF8,
            },
        };
        try
        {
            node.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("no node on this machine");
        }
        node.StandardInput.Write(JsonSerializer.Serialize(pages));
        node.StandardInput.Close();
        var cleaned = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.Equal(0, node.ExitCode);
        return JsonSerializer.Deserialize<string[]>(cleaned)!;
    }

    [GeneratedRegex("<img [^>]*alt=\"([^\"]*)\"")]
    private static partial Regex Alt();
}
