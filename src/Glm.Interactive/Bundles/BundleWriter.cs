using System.IO.Compression;
using System.Security.Cryptography;
using Glm.Arrays.Storage;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Export;
using Glm.Interactive.Provenance;
using Glm.Interactive.Results;
using Glm.Runtime;
using Glm.Sessions;

namespace Glm.Interactive.Bundles;

/// <summary>
/// Packs a run into one .zip, an RO-Crate: the notebook, its report, every result in a format that other programs read, the session, what
/// the notebook read, and the list of packages. Equal contents give equal files.
/// </summary>
public static class BundleWriter
{
    /// <summary>The session's folder beside the notebook.</summary>
    public const string Session = "session";

    private const string Results = "results";

    /// <summary>The earliest time that a .zip knows; no file tells when it was packed.</summary>
    private static readonly DateTimeOffset Packed = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A plain file that its owner may write and everybody read, as Unix says it.</summary>
    private const int PlainFile = 0x81A4 << 16;

    /// <param name="path">The .zip to write; it is replaced once the new one is complete.</param>
    /// <param name="source">What to pack.</param>
    /// <param name="catalogue">The commands of the session.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Files.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static BundleReport Write(
        string path,
        BundleSource source,
        CommandCatalogue catalogue,
        BundleOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new BundleOptions();
        StoredFile.RequireWritable(path);
        var stage = Directory.CreateTempSubdirectory("glm-bundle-");
        try
        {
            var packing = new Packing(source, catalogue, options, stage.FullName);
            packing.Collect(progress, cancellation);
            var metadata = packing.Metadata();
            StoredFile.Replace(path, stream => Zip(stream, packing.Entries, metadata, progress, cancellation));
            return new BundleReport(
                path,
                new FileInfo(path).Length,
                [.. packing.Entries.Select(entry => entry.Part.File)],
                packing.LeftOut
            );
        }
        finally
        {
            stage.Delete(recursive: true);
        }
    }

    private static void Zip(
        Stream stream,
        IReadOnlyList<Entry> entries,
        string metadata,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (var text = new StreamWriter(New(zip, RoCrate.FileName).Open()))
            text.Write(metadata);
        for (var i = 0; i < entries.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new ProgressReport("pack", i, entries.Count, "files"));
            using var target = New(zip, entries[i].Part.File.Path).Open();
            using var file = File.OpenRead(entries[i].Source);
            file.CopyTo(target);
        }
    }

    private static ZipArchiveEntry New(ZipArchive zip, string name)
    {
        var isPacked = Path.GetExtension(name) is ".gz" or ".zip" or ".parquet" or ".npz" or ".bz2" or ".xz";
        var entry = zip.CreateEntry(name, isPacked ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
        (entry.LastWriteTime, entry.ExternalAttributes) = (Packed, PlainFile);
        return entry;
    }

    /// <param name="Part">Its place in the bundle.</param>
    /// <param name="Source">The file to copy.</param>
    private sealed record Entry(RoCrate.Part Part, string Source);

    private sealed class Packing(BundleSource source, CommandCatalogue catalogue, BundleOptions options, string stage)
    {
        // As on systems that take "a" and "A" for one name.
        private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, string> _inputs = new(StringComparer.Ordinal);
        private readonly List<RoCrate.Missing> _missing = [];
        private readonly List<BundleOmission> _leftOut = [];
        private readonly ForeignWeights _foreign = new(source.Records, catalogue, source.Variables);
        private string _home = "";
        private string _notebook = "";

        public IReadOnlyList<Entry> Entries => [.. _entries.Values.OrderBy(entry => entry.Part.File.Path, StringComparer.Ordinal)];

        public IReadOnlyList<BundleOmission> LeftOut => _leftOut;

        public void Collect(IProgress<ProgressReport>? progress, CancellationToken cancellation)
        {
            var inputs = Inputs();
            InputAddresses.RequireRead(options.Addresses, inputs.Select(input => input.Path));
            _home = Home(inputs);
            _notebook = _home + Safe(source.Notebook);
            Make(_notebook, source.WriteNotebook, "The notebook with its outputs.");
            if (source.WriteReport is { } report)
                Make(_home + "report.html", report, "The notebook as a page that needs no other file.");
            if (source.Variables.Count > 0)
                SaveSession(progress, cancellation);
            foreach (var (name, value) in source.Variables)
                SaveResult(name, value);
            foreach (var input in inputs)
                AddInput(input);
            Make("packages.lock.json", PackageList.Write, "The packages that the program was made of, with checksums.");
            Make("README.md", path => File.WriteAllText(path, ReadMe()), "How to go on.");
        }

        public string Metadata() =>
            RoCrate.Write(
                source,
                options,
                source.Records is [.., var last] ? last.Runtime.Program : RuntimeFacts.Now().Program,
                _notebook,
                [.. Entries.Select(entry => entry.Part)],
                _missing,
                input => _inputs.GetValueOrDefault(input.Path)
            );

        /// <summary>What the notebook read and did not make, the latest state of each file.</summary>
        private List<FileIdentity> Inputs()
        {
            var inputs = new Dictionary<string, FileIdentity>(StringComparer.Ordinal);
            var made = new HashSet<string>(StringComparer.Ordinal);
            foreach (var record in source.Records)
            {
                foreach (var input in record.Inputs.Where(input => !made.Contains(input.Path)))
                    inputs[input.Path] = input;
                made.UnionWith(record.Outputs.Select(output => output.Path));
            }
            return [.. inputs.Values.OrderBy(input => input.Path, StringComparer.Ordinal)];
        }

        /// <summary>
        /// The notebook's folder in the bundle. Where a notebook reads "../data", its folder needs one around it: as many of its own names
        /// as there are steps upwards.
        /// </summary>
        private string Home(IEnumerable<FileIdentity> inputs)
        {
            var up = inputs
                .Where(input => !Path.IsPathRooted(input.Path))
                .Select(input => input.Path.Split('/').TakeWhile(part => part == "..").Count())
                .DefaultIfEmpty(0)
                .Max();
            var names = Path.GetFullPath(source.Folder).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
            return string.Concat(names.TakeLast(Math.Min(up, names.Length)).Select(name => Safe(name) + "/"));
        }

        private void SaveSession(IProgress<ProgressReport>? progress, CancellationToken cancellation)
        {
            var folder = Path.Combine(stage, "saved");
            var saved = SessionFolder.Save(
                folder,
                source.Variables,
                ValueDescription.Line,
                options.WithWeights ? ForeignWeights.RefuseCorpus : _foreign.Refuse,
                progress,
                cancellation
            );
            _leftOut.AddRange(saved.LeftOut.Select(left => new BundleOmission(left.Name, left.Reason)));
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
                var holder = saved.Variables.FirstOrDefault(variable => variable.Files.Contains(name));
                Add(
                    $"{_home}{Session}/{name}",
                    file,
                    holder is null ? "The list of the session's variables." : $"Of the variable {holder.Name}, for #!glm restore.",
                    holder?.Name
                );
            }
        }

        /// <summary>A result in open formats; what has none is in the session alone.</summary>
        private void SaveResult(string name, object value)
        {
            var type = ResultTypes.Of(value);
            var endings = new[]
            {
                type?.HasTable == true ? "parquet" : null,
                type?.HasArrays == true ? "safetensors" : null,
                type?.HasFeatures == true ? "gff3" : null,
            };
            var folder = Directory.CreateDirectory(Path.Combine(stage, "exported"));
            foreach (var ending in endings.OfType<string>())
                try
                {
                    var written = Exporter.Write(value, Path.Combine(folder.FullName, $"{name}.{ending}"));
                    var place = $"{_home}{Results}/{name}.{ending}";
                    for (var number = 2; _entries.ContainsKey(place); number++)
                        place = $"{_home}{Results}/{name}-{number}.{ending}";
                    Add(place, written.Path, $"The variable {name}: {ValueDescription.Line(value)}.", name);
                }
                catch (GlmException refused)
                {
                    _leftOut.Add(new BundleOmission($"{Results}/{name}.{ending}", LineText.Shown(refused.Message, 200)));
                }
        }

        private void AddInput(FileIdentity input)
        {
            var file = Path.GetFullPath(input.Path, source.Folder);
            var now = Path.IsPathRooted(input.Path) ? null : Identity(file);
            var reason =
                _foreign.Has(input.Path) && !options.WithWeights
                    ? "it holds weights that this session did not make; add --with-weights if their licence lets you pass them on"
                : Path.IsPathRooted(input.Path) ? "it lies far from the notebook"
                : now is null ? "it is not there any more"
                : now.Value.Sha256 != input.Sha256 ? "it has changed since the notebook read it"
                : now.Value.Bytes > options.LargestInput ? "it is too large"
                : null;
            var place = reason is null ? Inside(input.Path) : null;
            if (place is not null && BundleReader.IsInside(place) && !_entries.ContainsKey(place))
            {
                Add(place, file, "Read by the notebook.", null, isInput: true);
                _inputs[input.Path] = place;
                return;
            }
            var address = InputAddresses.Of(input.Path, options.Addresses);
            _missing.Add(new RoCrate.Missing(input, reason ?? "its name is another file's, or none that every system has", address));
            _leftOut.Add(new BundleOmission(input.Path, _missing[^1].Reason) { Address = address });
        }

        /// <summary>The place of a file in the bundle, by what records call it; null where it would be outside.</summary>
        private string? Inside(string path)
        {
            var parts = new List<string>(_home.Split('/', StringSplitOptions.RemoveEmptyEntries));
            foreach (var part in path.Split('/'))
                if (part == "..")
                {
                    if (parts.Count == 0)
                        return null;
                    parts.RemoveAt(parts.Count - 1);
                }
                else if (part is not ("" or "."))
                    parts.Add(part);
            return string.Join('/', parts);
        }

        /// <summary>The name, or one like it that every system has.</summary>
        private static string Safe(string name)
        {
            var safe = string.Concat(name.Select(c => BundleReader.IsInside($"x{c}x") ? c : '_')).TrimEnd('.', ' ');
            return BundleReader.IsInside(safe) ? safe : $"_{safe}";
        }

        private void Make(string name, Action<string> write, string description)
        {
            var file = Path.Combine(stage, $"made{_entries.Count}{Path.GetExtension(name)}");
            write(file);
            Add(name, file, description, null);
        }

        private void Add(string name, string file, string description, string? variable, bool isInput = false)
        {
            var (bytes, sha256) = Identity(file)!.Value;
            _entries.Add(name, new Entry(new RoCrate.Part(new BundledFile(name, bytes, sha256), description, variable, isInput), file));
        }

        private static (long Bytes, string Sha256)? Identity(string file)
        {
            if (!File.Exists(file))
                return null;
            using var stream = File.OpenRead(file);
            return (stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
        }

        private string ReadMe() =>
            $"""
                # {Path.GetFileNameWithoutExtension(source.Notebook)}

                A notebook as it was run with Glm.Interactive, packed by `glm bundle`.
                `{RoCrate.FileName}` lists every file with its checksum.

                - `glm open THIS.zip` unpacks and checks it.
                - `glm run {_notebook} --html again.html` runs the notebook again.
                - In a notebook beside it, `#!glm restore {Session}` brings back its variables without running anything.
                - `{_home}{Results}/` holds the results for other programs.

                """.ReplaceLineEndings("\n");
    }
}
