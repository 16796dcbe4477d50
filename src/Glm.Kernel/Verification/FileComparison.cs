using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.SafeTensors;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Kernel.Verification;

/// <summary>Compares a file with the one that running its commands again wrote.</summary>
internal static class FileComparison
{
    private const long LongestText = 256 << 20;

    private static readonly string[] Texts =
    [
        ".tsv",
        ".csv",
        ".gff3",
        ".gff",
        ".txt",
        ".json",
        ".yaml",
        ".yml",
        ".faa",
        ".fna",
        ".fa",
        ".gbk",
    ];

    /// <summary>Whether a file tells when and how fast a run was, and is another in each.</summary>
    public static bool TellsOfRun(string path) =>
        Path.GetFileName(path) is var name
        && (name.EndsWith(".jsonl", StringComparison.Ordinal) || name.Contains(".tfevents.", StringComparison.Ordinal));

    /// <param name="name">Of the file, for messages.</param>
    /// <param name="recorded">The file.</param>
    /// <param name="now">The new one.</param>
    /// <param name="tolerance">The largest relative difference that counts as equal; 0 for none.</param>
    public static Finding Compare(string name, string recorded, string now, double tolerance)
    {
        if (!File.Exists(now))
            return new Finding(name, Verdict.Different, "the commands do not write this file any more");
        if (FileHashes.Of(recorded, ".")!.Sha256 == FileHashes.Of(now, ".")!.Sha256)
            return new Finding(name, Verdict.Identical);
        var ending = Path.GetExtension(recorded).ToLowerInvariant();
        if (Texts.Contains(ending) && new FileInfo(recorded).Length < LongestText && new FileInfo(now).Length < LongestText)
            return TextComparison.Compare(name, File.ReadAllText(recorded), File.ReadAllText(now), tolerance) switch
            {
                // Line ends or durations.
                { Verdict: Verdict.Identical } => new Finding(name, Verdict.EqualWithinTolerance, "they differ in durations or line ends"),
                var finding => finding,
            };
        return ending switch
        {
            ".npy" => Arrays([("the array", NpyFile.Read(recorded))], _ => NpyFile.Read(now)),
            ".npz" => Archives(),
            ".safetensors" => Tensors(),
            _ => new Finding(name, Verdict.Different, "its bytes are not the same"),
        };

        Finding Archives()
        {
            using var before = NpzFile.Open(recorded);
            using var after = NpzFile.Open(now);
            if (!before.Names.SequenceEqual(after.Names))
                return new Finding(name, Verdict.Different, "it holds other arrays");
            if (before.Names.FirstOrDefault(array => before.IsText(array) && !Same(array)) is { } text)
                return new Finding(name, Verdict.Different, $"the texts of {LineText.Shown(text, 80)} are others");
            return Arrays(before.Names.Where(array => !before.IsText(array)).Select(array => (array, before.Read(array))), after.Read);

            bool Same(string array) => after.IsText(array) && before.ReadStrings(array).SequenceEqual(after.ReadStrings(array));
        }

        Finding Tensors()
        {
            using var before = SafeTensorsFile.Open(recorded);
            using var after = SafeTensorsFile.Open(now);
            return before.Names.FirstOrDefault(tensor => !after.Names.Contains(tensor)) is { } missing
                ? new Finding(name, Verdict.Different, $"tensor {LineText.Quoted(missing)} is not written any more")
                : Arrays(before.Names.Select(tensor => (tensor, before.Read(tensor))), after.Read);
        }

        Finding Arrays(IEnumerable<(string Name, NdArray Values)> before, Func<string, NdArray> after)
        {
            var worst = new Finding(name, Verdict.EqualWithinTolerance, "only its header differs");
            foreach (var (array, values) in before)
            {
                var others = after(array);
                if (!values.Shape.SequenceEqual(others.Shape))
                    return new Finding(
                        name,
                        Verdict.Different,
                        $"{LineText.Shown(array, 80)} had shape {Shape(values)} and has {Shape(others)}"
                    );
                var (one, other) = (values.ToDouble(), others.ToDouble());
                if (one.Length == 0)
                    continue;
                var (difference, at) = ContentComparison.Worst(one, other);
                var detail =
                    $"{LineText.Shown(array, 80)}, value {at + 1} of {one.Length}: "
                    + $"recorded {ContentComparison.Text(one[at])}, now {ContentComparison.Text(other[at])}";
                if (difference > tolerance)
                    return new Finding(name, Verdict.Different, detail, difference);
                if (difference > worst.Difference)
                    worst = new Finding(name, Verdict.EqualWithinTolerance, detail, difference);
            }
            return worst;
        }
    }

    private static string Shape(NdArray array) => $"[{string.Join(", ", array.Shape)}]";
}
