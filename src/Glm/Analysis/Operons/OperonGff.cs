using System.Globalization;
using System.Text;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Operons;

/// <summary>Predicted operons as GFF3, for genome browsers.</summary>
public static class OperonGff
{
    // What GFF3 asks to be escaped in its columns and attributes.
    private const string Reserved = ";=&,%\t\n\r ";

    /// <summary>
    /// Writes the operons of two and more genes: feature "operon" with its probability as score, and the attributes ID, genes (their ids)
    /// and boundaries (the probability between each gene and the next).
    /// </summary>
    /// <param name="result">Of genes with coordinates.</param>
    /// <param name="path">Replaced once it is complete.</param>
    /// <returns>Features written.</returns>
    /// <exception cref="GlmException">An operon has no coordinates, or the file cannot be written.</exception>
    public static int Write(OperonResult result, string path)
    {
        var operons = result.Operons;
        var names = OperonResultExtensions.Names(operons);
        var written = 0;
        TextFile.Replace(path, writer =>
        {
            writer.WriteLine("##gff-version 3");
            for (var i = 0; i < operons.Count; i++)
            {
                var operon = operons[i];
                if (operon.Genes.Count < 2)
                    continue;
                if (operon.Genes[0].Start is not { } start || operon.Genes.Max(gene => gene.End) is not { } end)
                    throw new GlmException(
                        $"{path}: {LineText.Quoted(operon.Genes[0].Id)} has no coordinates, and GFF3 needs them. Write a "
                            + $"table (.tsv) instead."
                    );
                string[] columns =
                [
                    Escaped(operon.Scaffold.Id),
                    "Glm.Interactive",
                    "operon",
                    start.ToString(CultureInfo.InvariantCulture),
                    end.ToString(CultureInfo.InvariantCulture),
                    Number(operon.Probability),
                    operon.Strand == Strand.Forward ? "+" : "-",
                    ".",
                    $"ID={Escaped(names[i])};genes={string.Join(',', operon.Genes.Select(gene => Escaped(gene.Id)))};"
                        + $"boundaries={string.Join(',', operon.Probabilities.Select(Number))}",
                ];
                writer.WriteLine(string.Join('\t', columns));
                written++;
            }
        });
        return written;
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
            if (Reserved.Contains(c) || char.IsControl(c))
                escaped.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else
                escaped.Append(c);
        return escaped.ToString();
    }
}
