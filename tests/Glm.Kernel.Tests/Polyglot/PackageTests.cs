using System.IO.Compression;
using System.Xml.Linq;

namespace Glm.Kernel.Tests.Polyglot;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task Should_hold_the_libraries_the_entry_and_what_a_feed_shows()
    {
        using var packages = await PolyglotPackages.Pack();
        Assert.Equal(
            [
                "PACKAGE.md",
                "icon.png",
                "interactive-extensions/dotnet/extension.dib",
                "lib/net10.0/Glm.Interactive.dll",
                "lib/net10.0/Glm.Interactive.xml",
            ],
            Content(Path.Combine(packages.Folder, $"Glm.Interactive.{packages.Version}.nupkg"))
        );
        Assert.Equal(
            ["PACKAGE.md", "icon.png", "lib/net10.0/Glm.dll", "lib/net10.0/Glm.xml"],
            Content(Path.Combine(packages.Folder, $"Glm.{packages.Version}.nupkg"))
        );
        Assert.Equal(
            ["lib/net10.0/Glm.Interactive.pdb"],
            Content(Path.Combine(packages.Folder, $"Glm.Interactive.{packages.Version}.snupkg"))
        );
        Assert.Equal(["lib/net10.0/Glm.pdb"], Content(Path.Combine(packages.Folder, $"Glm.{packages.Version}.snupkg")));
        foreach (var library in new[] { "Glm", "Glm.Interactive" })
        {
            var about = Nuspec(Path.Combine(packages.Folder, $"{library}.{packages.Version}.nupkg"));
            Assert.Equal("MIT", Value(about, "license"));
            Assert.Equal("icon.png", Value(about, "icon"));
            Assert.Equal("PACKAGE.md", Value(about, "readme"));
        }
    }

    [Fact]
    public async Task Should_leave_libtorch_and_the_host_to_the_user()
    {
        using var packages = await PolyglotPackages.Pack();
        var dependencies = new[] { "Glm", "Glm.Interactive" }
            .SelectMany(library =>
                Nuspec(Path.Combine(packages.Folder, $"{library}.{packages.Version}.nupkg"))
                    .Descendants()
                    .Where(node => node.Name.LocalName == "dependency")
            )
            .Select(node => (string)node.Attribute("id")!)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(
            [
                "Apache.Arrow",
                "Fable.Core",
                "Glm",
                "K4os.Compression.LZ4",
                "MathNet.Numerics",
                "Microsoft.AspNetCore.Html.Abstractions",
                "Microsoft.Data.Analysis",
                "Microsoft.DotNet.Interactive.Formatting",
                "Parquet.Net",
                "Plotly.NET",
                "Plotly.NET.CSharp",
                "PureHDF",
                "SharpCompress",
                "SharpZipLib",
                "SkiaSharp",
                "System.IO.Hashing",
                "System.Numerics.Tensors",
                "TorchSharp",
            ],
            dependencies
        );
    }

    private static string[] Content(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        return
        [
            .. zip
                .Entries.Select(entry => entry.FullName)
                .Where(name =>
                    name.Contains('/')
                        ? name.StartsWith("lib/", StringComparison.Ordinal) || name.StartsWith("interactive", StringComparison.Ordinal)
                        : name is "PACKAGE.md" or "icon.png"
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static XElement Nuspec(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        using var stream = zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!;
    }

    private static string Value(XElement about, string name) => about.Descendants().Single(node => node.Name.LocalName == name).Value;
}
