using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Glm.Interactive.Tests.Display;
using Glm.Kernel.Tests.EndToEnd;

namespace Glm.Kernel.Tests.Browser;

/// <summary>What the quickstart leaves for a publication: its figures as files, and its report as PDF.</summary>
[Collection(QuickstartCollection.Name)]
[Trait("Runs", "notebooks")]
public sealed partial class PaperTests(QuickstartRun run, Chromium chromium)
{
    private const double Dpi = 300;

    private string[] Files(string extension) => [.. Directory.GetFiles(run.Figures, "*" + extension).Order(StringComparer.Ordinal)];

    [Fact]
    public void Should_write_every_figure_by_cell_and_result()
    {
        var names = Files(".svg").Select(Path.GetFileNameWithoutExtension).ToList();
        foreach (
            var name in (string[])["cell-03-scaffolds", "cell-05-proteins", "cell-06-history", "cell-08-attention", "cell-11-taxonomy"]
        )
            Assert.Contains(name, names);
        Assert.Contains("cell-08-attention-2", names);
        // A picture that comes in two widths is one figure: the wide one.
        Assert.Equal(
            run.Notebook["cells"]!
                .AsArray()
                .SelectMany(cell => cell!["outputs"]?.AsArray() ?? [])
                .Sum(output =>
                    Regex.Count(
                        output!.ToJsonString(),
                        @"\\u003Cimg (?!class=\\u0022[^\\]*glm-narrow)|<img (?!class=\\""[^\\]*glm-narrow)"
                    )
                ),
            names.Count
        );
    }

    [Fact]
    public void Should_need_no_font_and_no_style()
    {
        foreach (var file in Files(".svg"))
        {
            var text = File.ReadAllText(file);
            var root = Markup.Svg(text);
            XNamespace svg = "http://www.w3.org/2000/svg";
            // Every letter is an outline, so that no machine's fonts can change it.
            Assert.Empty(root.Descendants(svg + "text"));
            Assert.Contains(root.Descendants(svg + "g"), words => words.Attribute("aria-label") is not null);
            Assert.Empty(root.Descendants(svg + "style"));
            Assert.DoesNotContain("currentColor", text, StringComparison.Ordinal);
            // Nothing lies elsewhere: pixels are in the file.
            foreach (var address in root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName == "href"))
            {
                Assert.Equal("image", address.Parent!.Name.LocalName);
                Assert.Equal("http://www.w3.org/1999/xlink", address.Name.NamespaceName);
                Assert.StartsWith("data:image/png;base64,", address.Value, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Should_draw_the_same_with_300_pixels_to_the_inch()
    {
        Assert.SkipUnless(File.Exists(run.PdfPath), "no Chromium or Chrome on this machine");
        Assert.Equal(Files(".svg").Select(Path.GetFileNameWithoutExtension), Files(".png").Select(Path.GetFileNameWithoutExtension));
        await using var window = await chromium.Open(run.ReportPath, scripts: true);
        foreach (var (svg, png) in Files(".svg").Zip(Files(".png")))
        {
            var bytes = File.ReadAllBytes(png);
            var size = Markup.Svg(File.ReadAllText(svg));
            Assert.Equal(Pixels("width"), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)));
            Assert.Equal(Pixels("height"), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
            // pHYs: pixels per metre.
            var resolution = bytes.AsSpan().IndexOf("pHYs"u8);
            Assert.Equal(11811, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(resolution + 4)));
            // A browser accepts it, and it is more than paper.
            var colours = await window.Page.EvaluateAsync<int>(
                """
                async data => {
                  const image = new Image();
                  image.src = data;
                  await image.decode();
                  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
                  canvas.width = image.naturalWidth;
                  canvas.height = image.naturalHeight;
                  pen.drawImage(image, 0, 0);
                  return new Set(new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
                }
                """,
                "data:image/png;base64," + Convert.ToBase64String(bytes)
            );
            Assert.True(colours > 20, $"{png}: {colours} colours");

            int Pixels(string side) => (int)Math.Round(double.Parse(size.Attribute(side)!.Value, CultureInfo.InvariantCulture) * Dpi / 96);
        }
    }

    [Fact]
    public void Should_print_pages_of_A4_that_name_no_folder()
    {
        Assert.SkipUnless(File.Exists(run.PdfPath), "no Chromium or Chrome on this machine");
        var pdf = Encoding.Latin1.GetString(File.ReadAllBytes(run.PdfPath));
        Assert.StartsWith("%PDF-", pdf);
        Assert.InRange(Regex.Count(pdf, "/Type */Page\\b"), 4, 40);
        Assert.All(PageSizes().Matches(pdf), size => Assert.Matches(@"^0 0 59[45](\.\d+)? 84[12](\.\d+)?$", size.Groups[1].Value));
        Assert.DoesNotContain("file:", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Folder, pdf, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"/MediaBox *\[([^\]]*)\]")]
    private static partial Regex PageSizes();
}
