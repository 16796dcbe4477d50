using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Embeddings;

/// <summary>Which row of contextual embeddings stands for each gene of a set.</summary>
internal static class ContextRows
{
    /// <summary>
    /// [genes], scaffold by scaffold: the row of each gene, of several the one whose window shows most of what is around it; -1 outside
    /// every window. And the number of that window, or -1.
    /// </summary>
    /// <exception cref="GlmException">The embeddings are of other scaffolds.</exception>
    public static (int[] Rows, int[] Windows) Of(ContextEmbeddings context, ScaffoldSet set)
    {
        var firsts = new Dictionary<string, (Scaffold Scaffold, int Gene)>(StringComparer.Ordinal);
        var genes = 0;
        foreach (var scaffold in set.Scaffolds)
        {
            firsts.Add(scaffold.Id, (scaffold, genes));
            genes += scaffold.Genes.Count;
        }
        var (rows, windows, rooms) = (new int[genes], new int[genes], new int[genes]);
        Array.Fill(rows, -1);
        Array.Fill(windows, -1);
        var row = 0;
        for (var number = 0; number < context.Windows.Count; number++)
        {
            var window = context.Windows[number];
            if (!firsts.TryGetValue(window.Scaffold.Id, out var of) || of.Scaffold.Genes.Count != window.Scaffold.Genes.Count)
                throw new GlmException(
                    $"The embeddings are of scaffold {LineText.Quoted(window.Scaffold.Id)} with {window.Scaffold.Genes.Count} genes, "
                        + $"which {LineText.Shown(set.Source)} does not have. Name the scaffolds that were "
                        + "contextualized, or contextualize these."
                );
            for (var position = 0; position < window.Length; position++, row++)
            {
                var gene = of.Gene + window.Start + position;
                var room = Math.Min(position, window.Length - 1 - position);
                if (rows[gene] < 0 || room > rooms[gene])
                    (rows[gene], windows[gene], rooms[gene]) = (row, number, room);
            }
        }
        return (rows, windows);
    }
}
