using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Analysis.Embeddings;

/// <summary>
/// Measures how the vectors of a family spread: the publication shows that more of the variance of McrA lies on two axes in context than
/// before (Hwang et al. 2024). Beside it stand what chance does, and the mean of neighbouring proteins, for which no model is needed.
/// </summary>
internal static class FamilyAxesTest
{
    private const int Axes = 2;

    /// <summary>Fewer rows lie on few axes whatever they are: any three on two.</summary>
    private const int FewestRows = 5;

    /// <summary>Of more genes, as many are drawn: what takes longest grows with their cube.</summary>
    private const int MostGenes = 300;

    /// <summary>Genes on either side whose proteins are averaged.</summary>
    private const int Reach = 5;

    private const int Shuffles = 20;

    private const int Deals = 999;

    /// <summary>By which equal separations may differ.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Compares the spaces.</summary>
    /// <param name="context">All genes.</param>
    /// <param name="chosen">Rows of the family.</param>
    /// <param name="classes">[chosen]: class of each, empty for none; null for no classes.</param>
    /// <param name="classOf">What the classes are.</param>
    /// <param name="cancellation">Polled between fits.</param>
    /// <returns>Null where there are fewer than six different genes.</returns>
    public static FamilyAxes? Run(
        ContextEmbeddings context,
        IReadOnlyList<int> chosen,
        IReadOnlyList<string>? classes,
        string classOf,
        CancellationToken cancellation
    )
    {
        var points = Once(context, chosen);
        if (points.Count <= FewestRows)
            return null;
        int[] rows = [.. points.Select(point => point.Row)];
        var genomes = Numbers(points.Select(point => point.Genome));
        var classNumbers = Numbers(points.Select(point => classes?[point.Place] ?? ""));
        var named = points.ConvertAll(point => classes?[point.Place] is { Length: > 0 });
        var different = points.Where((_, i) => named[i]).Select(point => classes![point.Place]).Distinct(StringComparer.Ordinal).Count();
        var byGenome = points
            .Where((_, i) => named[i])
            .GroupBy(point => point.Genome)
            .All(genome => genome.DistinctBy(point => classes![point.Place]).Count() == 1);
        var units = byGenome ? genomes : [.. Enumerable.Range(0, rows.Length)];
        // Where each has a class of its own, all that varies lies between classes, however they are dealt.
        if (different == Enumerable.Range(0, rows.Length).Where(i => named[i]).Select(i => units[i]).Distinct().Count())
            different = 0;
        if (different < 2)
            named = named.ConvertAll(_ => false);

        (string Name, bool IsBaseline, double[] Rows)[] spaces =
        [
            ("contextual", false, Take(context.Contextual, context.ContextualWidth, rows)),
            ("context-free", true, Take(context.ContextFree, context.ContextFreeWidth, rows)),
            ("mean of neighbouring proteins", true, MeansOfNeighbours(context, rows)),
        ];
        var measured = Array.ConvertAll(spaces, space =>
            Measure(space.Rows, rows.Length, genomes, classNumbers, units, [.. named], cancellation)
        );
        return new FamilyAxes(
            rows.Length,
            genomes.Max() + 1,
            different < 2 ? 0 : different,
            classOf,
            byGenome ? "genomes" : "genes",
            [
                .. measured.Select(
                    (one, s) =>
                        new FamilyAxesScore(
                            spaces[s].Name,
                            spaces[s].IsBaseline,
                            Share(Jackknife.Interval(one.Share, one.ShareWithout)),
                            one.ByChance,
                            s == 1
                                ? new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN)
                                : Jackknife.Difference(one.Share, one.ShareWithout, measured[1].Share, measured[1].ShareWithout),
                            Share(Jackknife.Interval(one.Separation, one.SeparationWithout)),
                            one.SeparationByChance,
                            one.SeparationP
                        )
                ),
            ]
        );
    }

    /// <summary>A share and its interval are 0 to 1.</summary>
    private static Estimate Share(Estimate figure) => new(figure.Value, Math.Max(0, figure.Low), Math.Min(1, figure.High));

    private sealed record Measured(
        double Share,
        double[] ShareWithout,
        Estimate ByChance,
        double Separation,
        double[] SeparationWithout,
        Estimate SeparationByChance,
        double SeparationP
    );

    private static Measured Measure(
        double[] rows,
        int count,
        int[] genomes,
        int[] classes,
        int[] units,
        bool[] named,
        CancellationToken cancellation
    )
    {
        var width = rows.Length / count;
        var products = Products(rows, count, width);
        int[] all = [.. Enumerable.Range(0, count)];
        int[] separated = [.. all.Where(i => named[i])];
        var groups = genomes.Max() + 1;
        var (shares, separations) = (new double[groups], new double[groups]);
        for (var genome = 0; genome < groups; genome++)
        {
            cancellation.ThrowIfCancellationRequested();
            shares[genome] = Share(products, count, Array.FindAll(all, i => genomes[i] != genome));
            separations[genome] = Separation(products, count, Array.FindAll(separated, i => genomes[i] != genome), classes);
        }
        var random = new SeededRandom(count);
        var shuffled = new double[Shuffles];
        for (var i = 0; i < Shuffles; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            shuffled[i] = Share(Products(ColumnsShuffled(rows, count, width, random), count, width), count, all);
        }
        var separation = Separation(products, count, separated, classes);
        var dealt = Dealt(products, count, separated, classes, units, random);
        return new Measured(
            Share(products, count, all),
            shares,
            new Estimate(shuffled.Average(), shuffled.Min(), shuffled.Max()),
            separation,
            separations,
            dealt.Length == 0 || double.IsNaN(separation)
                ? new Estimate(double.NaN, double.NaN, double.NaN)
                : new BootstrapSample(dealt.Average(), dealt).ToEstimate(),
            dealt.Length == 0 || double.IsNaN(separation)
                ? double.NaN
                : (1.0 + dealt.Count(one => one >= separation - Rounding)) / (Deals + 1)
        );
    }

    /// <summary>Share of the variance of some rows on their first axes; NaN where nothing varies, or they are too few.</summary>
    /// <param name="products">[count, count], of all rows with each other.</param>
    /// <param name="count">Of rows.</param>
    /// <param name="of">Which of them.</param>
    private static double Share(double[] products, int count, int[] of)
    {
        if (of.Length < FewestRows)
            return double.NaN;
        var centred = Centred(products, count, of);
        var total = 0.0;
        for (var i = 0; i < of.Length; i++)
            total += centred[(i * of.Length) + i];
        if (total <= 0)
            return double.NaN;
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var values = Rows.ToArray(linalg.eigvalsh(tensor(centred, [of.Length, of.Length])));
        return Math.Clamp(values.TakeLast(Axes).Sum(value => Math.Max(0, value)) / total, 0, 1);
    }

    /// <summary>Share of the variance between classes; NaN where fewer than two are left, or nothing varies.</summary>
    private static double Separation(double[] products, int count, int[] of, int[] classes)
    {
        var own = Array.ConvertAll(of, i => classes[i]);
        return own.Distinct().Count() < 2 ? double.NaN : Between(Centred(products, count, of), own);
    }

    private static double Between(double[] centred, int[] classes)
    {
        var count = classes.Length;
        var (sums, sizes, total) = (new double[classes.Max() + 1], new int[classes.Max() + 1], 0.0);
        for (var i = 0; i < count; i++)
        {
            sizes[classes[i]]++;
            total += centred[(i * count) + i];
            for (var j = 0; j < count; j++)
                if (classes[j] == classes[i])
                    sums[classes[i]] += centred[(i * count) + j];
        }
        return total > 0 ? Math.Clamp(sums.Zip(sizes, (sum, size) => size == 0 ? 0 : sum / size).Sum() / total, 0, 1) : double.NaN;
    }

    /// <summary>The separation where units have each other's classes.</summary>
    private static double[] Dealt(double[] products, int count, int[] of, int[] classes, int[] units, SeededRandom random)
    {
        if (of.Length == 0)
            return [];
        var centred = Centred(products, count, of);
        int[] present = [.. of.Select(i => units[i]).Distinct()];
        var classOfUnit = present.ToDictionary(unit => unit, unit => classes[of.First(i => units[i] == unit)]);
        int[] dealt = [.. present.Select(unit => classOfUnit[unit])];
        var figures = new double[Deals];
        for (var deal = 0; deal < Deals; deal++)
        {
            random.Shuffle(dealt.AsSpan());
            for (var i = 0; i < present.Length; i++)
                classOfUnit[present[i]] = dealt[i];
            figures[deal] = Between(centred, Array.ConvertAll(of, i => classOfUnit[units[i]]));
        }
        return figures;
    }

    /// <summary>[n, n]: products of rows from their mean.</summary>
    private static double[] Centred(double[] products, int count, int[] of)
    {
        var n = of.Length;
        var (centred, means) = (new double[n * n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            foreach (var j in of)
                means[i] += products[(of[i] * count) + j];
            means[i] /= n;
        }
        var mean = n == 0 ? 0 : means.Average();
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            centred[(i * n) + j] = products[(of[i] * count) + of[j]] - means[i] - means[j] + mean;
        return centred;
    }

    private static double[] Products(double[] rows, int count, int width)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var all = tensor(rows, [count, width]);
        return Rows.ToArray(all.mm(all.t()));
    }

    private static double[] ColumnsShuffled(double[] rows, int count, int width, SeededRandom random)
    {
        var (shuffled, column) = (new double[rows.Length], new double[count]);
        for (var k = 0; k < width; k++)
        {
            for (var i = 0; i < count; i++)
                column[i] = rows[(i * width) + k];
            random.Shuffle(column.AsSpan());
            for (var i = 0; i < count; i++)
                shuffled[(i * width) + k] = column[i];
        }
        return shuffled;
    }

    /// <summary>Each gene once, from the window that shows most of what is around it; of too many, some drawn evenly.</summary>
    private static List<(int Place, int Row, string Genome)> Once(ContextEmbeddings context, IReadOnlyList<int> chosen)
    {
        var best = new Dictionary<string, (int Place, int Row, string Genome, int Room)>(StringComparer.Ordinal);
        var (window, first) = (0, 0);
        for (var place = 0; place < chosen.Count; place++)
        {
            while (chosen[place] >= first + context.Windows[window].Length)
                first += context.Windows[window++].Length;
            var position = chosen[place] - first;
            var room = Math.Min(position, context.Windows[window].Length - 1 - position);
            var gene = context.Windows[window].Genes.ElementAt(position).Id;
            if (!best.TryGetValue(gene, out var known) || room > known.Room)
                best[gene] = (place, chosen[place], context.Genomes[window].Id, room);
        }
        List<(int Place, int Row, string Genome)> all =
        [
            .. best.Values.Select(one => (one.Place, one.Row, one.Genome)).OrderBy(one => one.Row),
        ];
        return all.Count <= MostGenes ? all : [.. Enumerable.Range(0, MostGenes).Select(i => all[(int)((long)i * all.Count / MostGenes)])];
    }

    private static double[] MeansOfNeighbours(ContextEmbeddings context, int[] rows)
    {
        var width = context.ContextFreeWidth;
        var means = new double[rows.Length * width];
        var (window, first) = (0, 0);
        for (var i = 0; i < rows.Length; i++)
        {
            while (rows[i] >= first + context.Windows[window].Length)
                first += context.Windows[window++].Length;
            var (from, to) = (Math.Max(first, rows[i] - Reach), Math.Min(first + context.Windows[window].Length - 1, rows[i] + Reach));
            for (var other = from; other <= to; other++)
            for (var k = 0; k < width && other != rows[i]; k++)
                means[(i * width) + k] += context.ContextFree[(other * width) + k] / (double)Math.Max(1, to - from);
        }
        return means;
    }

    private static double[] Take(float[] rows, int width, int[] chosen) =>
        Array.ConvertAll(Rows.Take(rows, width, chosen), number => (double)number);

    private static int[] Numbers(IEnumerable<string> names)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. names.Select(name => numbers.TryGetValue(name, out var number) ? number : numbers[name] = numbers.Count)];
    }
}
