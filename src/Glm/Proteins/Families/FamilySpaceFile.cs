using System.Globalization;
using System.Text;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Families;

/// <summary>
/// A family space as a .npz file that numpy opens: <c>codes</c> int8 [N, width], each row relative to its largest number;
/// <c>residues</c> uint8, the letters of all N sequences one after another; <c>lengths</c> int32 [N]; <c>composition_mean</c> and
/// <c>composition_scale</c> float32 [1280]; <c>composition_map</c> int8 [1280, width] where one was learned; and <c>about</c>, strings
/// "key=value".
/// </summary>
public static class FamilySpaceFile
{
    /// <summary>The file's name in the folder of a corpus or a model.</summary>
    public const string FileName = "families.npz";

    private const string Format = "glm-families-1";
    internal const int CompositionWidth = 1280;

    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, FamilySpace space)
    {
        var proteins = space.Representatives.Read(0, space.Count);
        var letters = new byte[proteins.Sum(protein => protein.Sequence.Length)];
        var end = 0;
        foreach (var protein in proteins)
            end += Encoding.ASCII.GetBytes(protein.Sequence, letters.AsSpan(end));
        string[] about =
        [
            $"format={Format}",
            $"name={space.Name}",
            $"search={space.Search}",
            $"min_coverage={space.Options.MinCoverage.ToString("R", CultureInfo.InvariantCulture)}",
            $"rounds={space.Options.Rounds.ToString(CultureInfo.InvariantCulture)}",
            $"keep={space.Options.Keep.ToString("R", CultureInfo.InvariantCulture)}",
            $"full_weight_bits={space.Options.FullWeightBits.ToString("R", CultureInfo.InvariantCulture)}",
        ];
        NpzFile.Write(
            path,
            [
                NpzEntry.Of("about", about),
                NpzEntry.Of("codes", NdArray.From(space.Codes, space.Count, space.Width)),
                NpzEntry.Of("residues", NdArray.From<byte>(letters, letters.Length)),
                NpzEntry.Of("lengths", NdArray.From<int>([.. proteins.Select(protein => protein.Sequence.Length)], proteins.Count)),
                NpzEntry.Of("composition_mean", NdArray.From<float>(space.Fallback.Mean, CompositionWidth)),
                NpzEntry.Of("composition_scale", NdArray.From<float>(space.Fallback.Scale, CompositionWidth)),
                .. space.Fallback.Map is { } map
                    ? [NpzEntry.Of("composition_map", NdArray.From<sbyte>(map, CompositionWidth, space.Width))]
                    : Array.Empty<NpzEntry>(),
            ]
        );
    }

    /// <summary>Whether a file says that it is a family space.</summary>
    public static bool IsOne(string path)
    {
        if (!path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || !File.Exists(path))
            return false;
        using var file = NpzFile.Open(path);
        return file.Names.Contains("about") && file.ReadStrings("about").Contains($"format={Format}");
    }

    /// <exception cref="GlmException">The file is missing, damaged or no family space.</exception>
    public static FamilySpace Read(string path)
    {
        using var file = NpzFile.Open(path);
        if (!file.Names.Contains("about"))
            throw Damaged(path, "it holds no array 'about'");
        var about = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in file.ReadStrings("about"))
            if (line.Split('=', 2) is [var key, var value])
                about[key] = value;
        if (about.GetValueOrDefault("format") != Format)
            throw Damaged(path, $"its format is {LineText.Quoted(about.GetValueOrDefault("format") ?? "")}, not '{Format}'");
        var codes = file.Read("codes");
        if (codes is not { Type: ElementType.Int8, Shape: [var count, > 0 and var width] } || width > int.MaxValue)
            throw Damaged(path, "its codes are no int8 array of two dimensions");
        var options = new FamilyOptions
        {
            Width = (int)width,
            MinCoverage = Number("min_coverage", 0, 1),
            Rounds = (int)Number("rounds", 0, 1000),
            Keep = Number("keep", 0, 1),
            FullWeightBits = Number("full_weight_bits", double.Epsilon, double.MaxValue),
        };
        var space = new FamilySpace(
            options,
            about.GetValueOrDefault("search") ?? "",
            Proteins(count),
            codes.AsSpan<sbyte>().ToArray(),
            new CompositionFallback(options.Width, Features("composition_mean"), Features("composition_scale"), Map())
        );
        return space.Name == about.GetValueOrDefault("name")
            ? space
            : throw Damaged(path, $"it says to be {LineText.Quoted(about.GetValueOrDefault("name") ?? "")} and holds {space.Name}");

        double Number(string key, double least, double most) =>
            double.TryParse(about.GetValueOrDefault(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most
                ? value
                : throw Damaged(path, $"its {key} is {LineText.Quoted(about.GetValueOrDefault(key) ?? "")}");

        float[] Features(string name) =>
            file.Read(name) is { Type: ElementType.Float32, Shape: [CompositionWidth] } array && array.ToSingle().All(float.IsFinite)
                ? array.ToSingle()
                : throw Damaged(path, $"its array '{name}' is not {CompositionWidth} finite numbers");

        sbyte[]? Map() =>
            !file.Names.Contains("composition_map") ? null
            : file.Read("composition_map") is { Type: ElementType.Int8, Shape: [CompositionWidth, var codeWidth] } array
            && codeWidth == width
                ? array.AsSpan<sbyte>().ToArray()
            : throw Damaged(path, $"its array 'composition_map' is not int8 numbers of {CompositionWidth} rows and {width} columns");

        Protein[] Proteins(long number)
        {
            var (letters, lengths) = (file.Read("residues"), file.Read("lengths"));
            if (
                letters is not { Type: ElementType.UInt8, Shape: [_] }
                || lengths is not { Type: ElementType.Int32, Shape: [var named] }
                || named != number
            )
                throw Damaged(path, "its sequences do not fit its codes");
            var residues = letters.AsSpan<byte>();
            if (residues.ContainsAnyExceptInRange((byte)'A', (byte)'Z'))
                throw Damaged(path, "its sequences hold what is no residue");
            var proteins = new Protein[number];
            var rest = residues;
            for (var i = 0; i < proteins.Length; i++)
            {
                var length = lengths.AsSpan<int>()[i];
                if (length < 1 || length > rest.Length)
                    throw Damaged(path, $"sequence {i + 1} cannot have {length} residues");
                proteins[i] = new Protein(i.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(rest[..length]));
                rest = rest[length..];
            }
            return rest.IsEmpty ? proteins : throw Damaged(path, "there are residues behind its last sequence");
        }
    }

    private static GlmException Damaged(string path, string what) =>
        new($"{path}: {what}, so this is no family space as it was written. Restore it, or make it again.");
}
