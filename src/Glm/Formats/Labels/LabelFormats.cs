using Glm.Formats.Text;

namespace Glm.Formats.Labels;

/// <summary>The kinds of tables that give genes labels.</summary>
internal static class LabelFormats
{
    /// <summary>Lines that are looked at to recognise a kind.</summary>
    private const int HeadLines = 50;

    /// <summary>All of them, in the order in which they are asked; any text is a delimited table.</summary>
    public static IReadOnlyList<LabelFormat> All { get; } =
    [
        new FeatureLabelFormat(),
        new EggNogLabelFormat(),
        new InterProScanLabelFormat(),
        new DavidLabelFormat(),
        new ProteinTableLabelFormat(),
        new DelimitedLabelFormat(),
    ];

    /// <summary>The kind of a file, and its first lines.</summary>
    /// <exception cref="Runtime.GlmException">The file is empty, or no text.</exception>
    public static (LabelFormat Format, IReadOnlyList<string> Head) Detect(string path)
    {
        using var lines = new TableLines(path);
        var head = new List<string>();
        while (head.Count < HeadLines && lines.TryRead(out var line))
            head.Add(line);
        if (head.TrueForAll(string.IsNullOrWhiteSpace))
            throw Detection.EmptyFormat.NoText(path);
        return (All.First(format => format.Recognises(head)), head);
    }
}
