using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Runtime;

namespace Glm.Formats.GeneCalling;

/// <summary>
/// Calls genes on bare contigs through an installed Prodigal or Pyrodigal, found on PATH. In meta mode, where contigs do not depend on
/// each other, several processes share
/// them; the result is that of one process, in the order of the contigs.
/// </summary>
public static class GeneCaller
{
    /// <summary>Bases from which one organism's genes can be learnt from its own sequence.</summary>
    public const int SingleFrom = 100_000;

    // Prodigal's own limit, in either mode.
    private const int LongestContig = 32_000_000;
    private const int MostErrorText = 400;
    private static readonly string[] Programs = ["prodigal", "pyrodigal"];

    /// <summary>The program that is found on PATH, as "Prodigal V2.6.3"; null where there is none.</summary>
    public static string? Version => Find() is { } program ? VersionOf(program) : null;

    /// <summary>Calls the genes of contigs.</summary>
    /// <param name="contigs">Id, description and bases; ids all different.</param>
    /// <param name="source">The file that they come from, for messages.</param>
    /// <param name="mode">How genes are learnt.</param>
    /// <param name="geneticCode">NCBI's number, mostly 11, or 4.</param>
    /// <param name="cancellation">Ends the programs.</param>
    /// <returns>A record per contig, those without genes too; proteins as the program translated them.</returns>
    /// <exception cref="GlmException">No program is installed, or it fails.</exception>
    public static IReadOnlyList<AnnotatedRecord> Call(
        IReadOnlyList<(string Id, string Description, byte[] Bases)> contigs,
        string source,
        CallingMode mode = CallingMode.Auto,
        int geneticCode = Genomes.Translation.GeneticCode.Prokaryotic,
        CancellationToken cancellation = default
    )
    {
        var program = Find()
            ?? throw new GlmException(
                $"{source} holds sequences without genes, and no gene caller is on PATH. Install one (apt-get install prodigal, "
                    + $"conda install -c bioconda prodigal, or pip install pyrodigal), or load a file with genes."
            );
        if (contigs.FirstOrDefault(contig => contig.Bases.Length > LongestContig) is { Id: not null } longest)
            throw new GlmException(
                $"{source}: contig {LineText.Quoted(longest.Id)} has {longest.Bases.Length} bases; gene callers take up to "
                    + $"{LongestContig}. Leave it out, or load its annotation."
            );
        var total = contigs.Sum(contig => (long)contig.Bases.Length);
        if (mode == CallingMode.Auto)
            mode = total >= SingleFrom ? CallingMode.Single : CallingMode.Meta;
        var said = $"genes called by {VersionOf(program)}, {mode.ToString().ToLowerInvariant()} mode";
        var folder = Directory.CreateTempSubdirectory("glm-calling-");
        try
        {
            // Prodigal stops at the first contig without bases, and says nothing. The contigs go by their numbers: any name can be in a
            // header.
            var named = contigs
                .Select((contig, index) => (Id: Name(index), contig.Bases))
                .Where(contig => contig.Bases.Length > 0)
                .ToList();
            var shares = named.Count == 0 ? [] : Shares(named, mode == CallingMode.Meta ? Environment.ProcessorCount : 1, total);
            var genes = new Dictionary<string, IReadOnlyList<AnnotatedCds>>(StringComparer.Ordinal);
            var outputs = new string[shares.Count];
            using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            {
                try
                {
                    Parallel.For(0, shares.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
                    {
                        try
                        {
                            outputs[i] = Run(
                                program,
                                shares[i],
                                Path.Combine(folder.FullName, i.ToString(CultureInfo.InvariantCulture)),
                                source,
                                mode,
                                geneticCode,
                                stop.Token
                            );
                        }
                        catch (GlmException)
                        {
                            stop.Cancel(); // the others need not go on
                            throw;
                        }
                    });
                }
                catch (AggregateException several)
                    when (several.Flatten().InnerExceptions.OfType<GlmException>().FirstOrDefault() is { } mistake)
                {
                    throw new GlmException(mistake.Message, mistake);
                }
                catch (AggregateException) when (cancellation.IsCancellationRequested)
                {
                    throw new OperationCanceledException(cancellation);
                }
            }
            foreach (
                var record in outputs.SelectMany(output =>
                    AnnotatedFiles.OfHeaders(output, int.MaxValue, cancellation).SelectMany(records => records)
                )
            )
                genes.Add(record.Id, record.Cds);
            return
            [
                .. contigs.Select(
                    (contig, index) =>
                        new AnnotatedRecord(
                            contig.Id,
                            [
                                .. (genes.GetValueOrDefault(Name(index)) ?? []).Select(cds =>
                                    cds with
                                    {
                                        Id = contig.Id + NumberOf(cds.Id!),
                                    }
                                ),
                            ]
                        )
                        {
                            Length = contig.Bases.Length,
                            Sequence = contig.Bases,
                            Description = contig.Description.Length == 0 ? said : $"{contig.Description} ({said})",
                        }
                ),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Consecutive contigs of about equal length in all.</summary>
    private static List<List<(string Id, byte[] Bases)>> Shares(IReadOnlyList<(string Id, byte[] Bases)> contigs, int most, long total)
    {
        var shares = new List<List<(string, byte[])>> { new() };
        long length = 0;
        foreach (var contig in contigs)
        {
            if (length > total / most && shares.Count < most)
            {
                shares.Add([]);
                length = 0;
            }
            shares[^1].Add(contig);
            length += contig.Bases.Length;
        }
        return shares;
    }

    private static string Run(
        string program,
        List<(string Id, byte[] Bases)> contigs,
        string stem,
        string source,
        CallingMode mode,
        int geneticCode,
        CancellationToken cancellation
    )
    {
        var (input, output) = (stem + ".fna", stem + ".faa");
        using (var file = new FileStream(input, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            foreach (var (id, bases) in contigs)
            {
                file.Write(Encoding.UTF8.GetBytes($">{id}\n"));
                file.Write(bases);
                file.WriteByte((byte)'\n');
            }
        var start = new ProcessStartInfo(
            program,
            [
                "-i",
                input,
                "-a",
                output,
                "-o",
                stem + ".gff",
                "-f",
                "gff",
                "-p",
                mode == CallingMode.Meta ? "meta" : "single",
                "-g",
                geneticCode.ToString(CultureInfo.InvariantCulture),
            ]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Start(start);
        using var stop = cancellation.Register(() =>
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has just ended.
            }
        });
        var heard = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0)
            return output;
        var said = (errors + heard.Result).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // Not all of Prodigal's errors call themselves so; its last words do tell.
        var why = said.FirstOrDefault(line => line.Contains("Error", StringComparison.OrdinalIgnoreCase))
            ?? said.LastOrDefault()
            ?? "it says nothing.";
        throw new GlmException(
            $"{source}: {Path.GetFileName(program)} failed (exit code {process.ExitCode}): "
                + $"{LineText.Shown(why, MostErrorText)}{(mode == CallingMode.Single ? " Try --calling meta." : "")}"
        );
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new GlmException(
                $"{Path.GetFileName(start.FileName)} is on PATH and cannot be started: "
                    + $"{LineText.Shown(failure.Message, MostErrorText)}. Check its permissions, or install it again.",
                failure
            );
        }
    }

    /// <summary>"_7" of "c3_7".</summary>
    private static string NumberOf(string gene) => gene[gene.LastIndexOf('_')..];

    private static string Name(int contig) => "c" + contig.ToString(CultureInfo.InvariantCulture);

    private static string? Find() =>
        Programs
            .SelectMany(name =>
                (Environment.GetEnvironmentVariable("PATH") ?? "")
                    .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                    .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            )
            .FirstOrDefault(File.Exists);

    private static string VersionOf(string program)
    {
        var name = Path.GetFileNameWithoutExtension(program);
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, [name == "prodigal" ? "-v" : "--version"])
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            )!;
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var text = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            // "Prodigal V2.6.3: February, 2016"
            return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.Split(':')[0]
                ?? name;
        }
        catch (Win32Exception)
        {
            return name;
        }
    }
}
