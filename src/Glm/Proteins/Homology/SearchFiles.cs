using System.Buffers;
using System.Globalization;
using System.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>What goes to a search program, and what comes back.</summary>
internal static class SearchFiles
{
    /// <summary>Columns of a table of hits: query, target, bits, e-value, identical residues, columns, and four positions.</summary>
    private const int Columns = 10;

    /// <summary>Programs take a sequence that consists of these alone for DNA.</summary>
    private static readonly SearchValues<char> LettersOfDna = SearchValues.Create("ACGTN");

    /// <summary>Proteins under their numbers: ids can be anything, and programs cut them at blanks.</summary>
    public static void Write(string path, IEnumerable<Protein> proteins, CancellationToken cancellation)
    {
        using var file = new StreamWriter(path, append: false, Encoding.ASCII, bufferSize: 1 << 16);
        var number = 0;
        foreach (var protein in proteins)
        {
            cancellation.ThrowIfCancellationRequested();
            Residues.Check(protein);
            file.Write('>');
            file.Write(number++);
            file.Write('\n');
            file.Write(protein.Sequence);
            if (!protein.Sequence.AsSpan().ContainsAnyExcept(LettersOfDna))
                file.Write('X'); // behind all residues that an alignment could hold
            file.Write('\n');
        }
    }

    /// <summary>An index in a folder of its own, which goes with the program, however that ends.</summary>
    /// <param name="proteins">The targets, and what stands behind them; not read where there is no target.</param>
    /// <param name="targets">How many targets there are.</param>
    /// <param name="make">Makes the program's own files in the folder from the FASTA beside them.</param>
    /// <param name="index">Takes the folder over.</param>
    /// <param name="cancellation">Polled at every protein.</param>
    public static IHomologyIndex Index(
        IEnumerable<Protein> proteins,
        int targets,
        Action<string, string> make,
        Func<TemporaryPath, IHomologyIndex> index,
        CancellationToken cancellation
    )
    {
        var folder = TemporaryPath.In(Path.GetTempPath());
        try
        {
            Directory.CreateDirectory(folder.Path);
            if (targets > 0)
            {
                var fasta = Path.Combine(folder.Path, "targets.faa");
                Write(fasta, proteins, cancellation);
                make(folder.Path, fasta);
                File.Delete(fasta);
            }
            return index(folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The hits of a table in the columns above, whose positions count from 1 and include both ends; in order.</summary>
    /// <param name="path">The table, separated by tabs.</param>
    /// <param name="program">That wrote it.</param>
    /// <exception cref="GlmException">A line has other columns.</exception>
    public static HomologyHit[] Read(string path, string program)
    {
        HomologyHit[] hits = [.. File.ReadLines(path).Select(line => Parse(line, program))];
        Array.Sort(hits, HomologyHit.InOrder);
        return hits;
    }

    private static HomologyHit Parse(string line, string program)
    {
        var cells = line.Split('\t');
        if (cells.Length != Columns)
            throw new GlmException(
                $"Homology search: {program} wrote a line of {cells.Length} columns where {Columns} were asked for. Install another "
                    + "version of it, or search without it."
            );
        return new HomologyHit(
            Number(0),
            Number(1),
            float.Parse(cells[2], CultureInfo.InvariantCulture),
            double.Parse(cells[3], CultureInfo.InvariantCulture),
            Number(4),
            Number(5),
            Number(6) - 1,
            Number(7),
            Number(8) - 1,
            Number(9)
        );

        int Number(int column) => int.Parse(cells[column], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
