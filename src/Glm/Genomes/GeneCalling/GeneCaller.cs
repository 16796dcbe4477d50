using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Glm.Runtime;

namespace Glm.Genomes.GeneCalling;

/// <summary>
/// Calls genes on bare contigs through an installed Prodigal or Pyrodigal, found on PATH. In meta mode, where contigs do not depend on
/// each other, several processes share them; the result is the same as that of a single process.
/// </summary>
public static class GeneCaller
{
    /// <summary>The number of bases from which the genes of one organism can be learnt from its own sequence.</summary>
    public const int SingleFrom = 100_000;

    // Prodigal's own limit, in either mode.
    private const int LongestContig = 32_000_000;

    /// <summary>The program found on PATH, for example "Prodigal V2.6.3"; null if there is none.</summary>
    public static string? Version => Find() is { } program ? VersionOf(program) : null;

    /// <summary>Calls the genes of contigs.</summary>
    /// <param name="contigs">With distinct ids.</param>
    /// <param name="source">The file they come from, for messages.</param>
    /// <param name="mode">How genes are learnt.</param>
    /// <param name="geneticCode">NCBI's number of the genetic code, usually 11 or 4; meta mode does not use it.</param>
    /// <param name="cancellation">Ends the programs.</param>
    /// <returns>The genes, with proteins as the program translated them.</returns>
    /// <exception cref="GlmException">No program is installed, it fails, or a contig is longer than it accepts.</exception>
    public static CalledGenes Call(
        IReadOnlyList<Contig> contigs,
        string source,
        CallingMode mode = CallingMode.Auto,
        int geneticCode = Translation.GeneticCode.Prokaryotic,
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
        var folder = Directory.CreateTempSubdirectory("glm-calling-");
        try
        {
            // Prodigal stops without a word at the first contig that has no bases.
            var numbered = contigs
                .Select((contig, number) => (Name: ProdigalOutput.NameOf(number), contig.Bases))
                .Where(contig => contig.Bases.Length > 0)
                .ToList();
            var shares = numbered.Count == 0 ? [] : Shares(numbered, mode == CallingMode.Meta ? Environment.ProcessorCount : 1, total);
            var outputs = RunAll(program, shares, folder.FullName, source, mode, geneticCode, cancellation);
            var genes = outputs.SelectMany(output => ProdigalOutput.Read(output, contigs)).ToLookup(gene => gene.Contig);
            return new CalledGenes(
                [.. contigs.SelectMany(contig => genes[contig.Id].OrderBy(gene => gene.Start))],
                VersionOf(program),
                mode
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs the program on every share, side by side; the files of proteins it writes, in order.</summary>
    private static string[] RunAll(
        string program,
        List<List<(string Name, ReadOnlyMemory<byte> Bases)>> shares,
        string folder,
        string source,
        CallingMode mode,
        int geneticCode,
        CancellationToken cancellation
    )
    {
        var outputs = new string[shares.Count];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            Parallel.For(0, shares.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                try
                {
                    var stem = Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture));
                    outputs[i] = Run(program, shares[i], stem, source, mode, geneticCode, stop.Token);
                }
                catch (GlmException)
                {
                    stop.Cancel(); // the others need not go on
                    throw;
                }
            });
            return outputs;
        }
        catch (AggregateException several) when (several.Flatten().InnerExceptions.OfType<GlmException>().FirstOrDefault() is { } mistake)
        {
            ExceptionDispatchInfo.Throw(mistake);
            throw;
        }
        catch (AggregateException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>Consecutive contigs of about equal length in all.</summary>
    private static List<List<(string Name, ReadOnlyMemory<byte> Bases)>> Shares(
        List<(string Name, ReadOnlyMemory<byte> Bases)> contigs,
        int most,
        long total
    )
    {
        var shares = new List<List<(string, ReadOnlyMemory<byte>)>> { new() };
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
        List<(string Name, ReadOnlyMemory<byte> Bases)> contigs,
        string stem,
        string source,
        CallingMode mode,
        int geneticCode,
        CancellationToken cancellation
    )
    {
        var (input, output) = (stem + ".fna", stem + ".faa");
        using (var file = new FileStream(input, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            foreach (var (name, bases) in contigs)
            {
                file.Write(Encoding.UTF8.GetBytes($">{name}\n"));
                file.Write(bases.Span);
                file.WriteByte((byte)'\n');
            }
        ExternalProgram.Run(
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
            ],
            source,
            mode == CallingMode.Single ? $"Try {Setting.Of("Calling", "meta")}." : "",
            cancellation
        );
        return output;
    }

    private static string? Find() => ExternalProgram.Find("prodigal", "pyrodigal");

    private static string VersionOf(string program)
    {
        var name = Path.GetFileNameWithoutExtension(program);
        // "Prodigal V2.6.3: February, 2016"
        return ExternalProgram.VersionOf(program, name == "prodigal" ? "-v" : "--version").Split(':')[0] is { Length: > 0 } version
            ? version
            : name;
    }
}
