using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Testing;

namespace Glm.Interactive.Tests.Display;

/// <summary>
/// The text, HTML and pictures of a view, frozen as files in the Snapshots folder beside its tests, so that a reviewer sees every change
/// of a display. GLM_UPDATE_SNAPSHOTS=1 rewrites them. A browser opens the files as they are and shows what a page without scripts shows:
/// look at those that changed.
/// </summary>
internal static partial class Snapshot
{
    private static readonly string[] Scripts = ["attention.js", "chart.js", "embedding.js", "live.js", "synteny.js", "training.js"];

    /// <summary>Compares a view with its frozen files, or freezes it anew where the environment says so.</summary>
    /// <param name="name">The room of the view and the view, for example "Views/GeneMap.Window".</param>
    /// <param name="view">Makes the view. Its charts are those of a notebook that has Plotly.js in another cell.</param>
    /// <param name="scrub">Replaces what differs from run to run; null for nothing.</param>
    public static void ShouldMatch(string name, Func<MimeBundle> view, Func<string, string>? scrub = null)
    {
        var (room, file) = (name.Split('/')[0], name.Split('/')[1]);
        var folder = Repository.PathOf("tests", "Glm.Interactive.Tests", "Display", room, "Snapshots");
        var now = Files(file, view).ToDictionary(pair => pair.Key, pair => scrub is null ? pair.Value : scrub(pair.Value));
        if (Environment.GetEnvironmentVariable("GLM_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach (var (path, text) in now)
                File.WriteAllText(Path.Combine(folder, path), text);
        }
        foreach (var (path, text) in now)
        {
            var frozen = Path.Combine(folder, path);
            Assert.True(
                File.Exists(frozen) && Comparable(File.ReadAllText(frozen).ReplaceLineEndings("\n")) == Comparable(text),
                $"{name}: {path} is not as it was reviewed.{Difference(frozen, text)}\nIf that is meant, run the tests with "
                    + "GLM_UPDATE_SNAPSHOTS=1, look at the picture in a browser, and commit the file."
            );
        }
    }

    /// <summary>The names of the frozen views, for example "GeneMap.Window".</summary>
    public static IEnumerable<string> Names() =>
        Directory
            .EnumerateFiles(Repository.PathOf("tests", "Glm.Interactive.Tests", "Display"), "*.html", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path));

    private static IEnumerable<KeyValuePair<string, string>> Files(string name, Func<MimeBundle> view)
    {
        MimeBundle bundle;
        using (new PlotlyElsewhere())
            bundle = view();
        yield return new($"{name}.txt", bundle.Plain.ReplaceLineEndings("\n") + "\n");
        if (!bundle.Parts.TryGetValue(MimeBundle.Html, out var html))
            yield break;
        // Every view is frozen, so here every view is seen as a web site shows it.
        Readable.Check(GitHubRules.Clean(html));
        var pictures = new List<string>();
        if (bundle.Parts.TryGetValue(MimeBundle.Svg, out var svg))
            pictures.Add(svg);
        html = Pictures()
            .Replace(html, match =>
            {
                var picture = Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[1].Value));
                if (!pictures.Contains(picture))
                    pictures.Add(picture);
                return PictureName(name, pictures.IndexOf(picture));
            });
        for (var i = 0; i < pictures.Count; i++)
            yield return new(PictureName(name, i), Lines(pictures[i]));
        html = html.Replace(
            $"<style>{Asset.Text("glm.css")}</style>",
            "<style>@import \"../../../../../src/Glm.Interactive/Display/Assets/glm.css\";</style>",
            StringComparison.Ordinal
        );
        foreach (var script in Scripts)
            html = html.Replace($"<script>({Asset.Text(script)})", $"<script type=\"text/plain\">({script})", StringComparison.Ordinal);
        yield return new($"{name}.html", "<!doctype html>\n<meta charset=\"utf-8\">\n" + Lines(WithPlainIds(html)));
    }

    /// <summary>Pixels as a hash of them: another version of .NET may pack the same ones otherwise.</summary>
    private static string Comparable(string text) =>
        Pixels()
            .Replace(text, match =>
            {
                var png = Convert.FromBase64String(match.Groups[1].Value);
                var data = png.AsSpan().IndexOf("IDAT"u8);
                using var packed = new MemoryStream(png, data + 4, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(data - 4)));
                using var pixels = new ZLibStream(packed, CompressionMode.Decompress);
                return Convert.ToHexString(SHA256.HashData(pixels));
            });

    private static string PictureName(string name, int i) => i == 0 ? $"{name}.svg" : $"{name}-{i + 1}.svg";

    /// <summary>Ids are different each time; here they are counted.</summary>
    private static string WithPlainIds(string html)
    {
        var ids = new List<string>();
        return Ids()
            .Replace(html, match =>
            {
                if (!ids.Contains(match.Value))
                    ids.Add(match.Value);
                return $"glm-{ids.IndexOf(match.Value) + 1}";
            });
    }

    /// <summary>
    /// One element per line, so that a change shows as the lines that changed; but none within the cells of a table, which would show it.
    /// </summary>
    private static string Lines(string markup) => BetweenTags().Replace(markup, ">\n<") + "\n";

    private static string Difference(string frozen, string text)
    {
        if (!File.Exists(frozen))
            return " There is no such file.";
        var (before, now) = (File.ReadAllLines(frozen), text.Split('\n'));
        var i = before.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $" Line {i + 1} was\n{before.ElementAtOrDefault(i)}\nand is\n{now.ElementAtOrDefault(i)}";
    }

    [GeneratedRegex("data:image/svg\\+xml;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex Pictures();

    [GeneratedRegex("data:image/png;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex Pixels();

    [GeneratedRegex("(?<!<(?:td|br))><(?!/td>)")]
    private static partial Regex BetweenTags();

    [GeneratedRegex("glm-[0-9a-f]{16}")]
    private static partial Regex Ids();
}
