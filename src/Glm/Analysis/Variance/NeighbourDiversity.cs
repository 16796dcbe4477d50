using Glm.Analysis.Families;
using Glm.Genomes;

namespace Glm.Analysis.Variance;

/// <summary>How many different families stand beside the genes of one: what is known of a context without a model.</summary>
internal sealed class NeighbourDiversity
{
    private readonly int _reach;
    private readonly int[] _familyOf; // a gene of no family is one of its own
    private readonly int[] _scaffoldOf;

    public NeighbourDiversity(ScaffoldSet set, NamedFamilies named, int reach)
    {
        _reach = reach;
        _familyOf = [.. named.Of.Select((family, gene) => family >= 0 ? family : named.Names.Length + gene)];
        _scaffoldOf = [.. set.Scaffolds.SelectMany((scaffold, number) => Enumerable.Repeat(number, scaffold.Genes.Count))];
    }

    /// <summary>
    /// The entropy of the neighbouring families in bits, and the probability that neighbours of two occurrences are of different families;
    /// 0 where fewer than two occurrences have neighbours.
    /// </summary>
    /// <param name="genes">Numbers of the occurrences.</param>
    public (double Entropy, double Turnover) Of(int[] genes)
    {
        var counts = new Dictionary<int, int>();
        var own = new Dictionary<int, int>();
        var (total, within, equalWithin) = (0L, 0L, 0L);
        foreach (var gene in genes)
        {
            own.Clear();
            for (var step = -_reach; step <= _reach; step++)
            {
                var other = gene + step;
                if (step != 0 && other >= 0 && other < _familyOf.Length && _scaffoldOf[other] == _scaffoldOf[gene])
                    own[_familyOf[other]] = own.GetValueOrDefault(_familyOf[other]) + 1;
            }
            var neighbours = 0L;
            foreach (var (family, times) in own)
            {
                counts[family] = counts.GetValueOrDefault(family) + times;
                neighbours += times;
                equalWithin += (long)times * times;
            }
            total += neighbours;
            within += neighbours * neighbours;
        }
        var (entropy, equal) = (0d, 0L);
        foreach (var times in counts.Values)
        {
            var share = (double)times / total;
            entropy -= share * Math.Log2(share);
            equal += (long)times * times;
        }
        var pairs = (total * total) - within; // of neighbours of two occurrences
        return pairs == 0
            ? (0, 0)
            : (entropy + ((counts.Count - 1) / (2 * total * Math.Log(2))), 1 - ((double)(equal - equalWithin) / pairs));
    }
}
