using Glm.Analysis.Probes;
using Glm.Formats.Pairs;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>Whether the most similar gene among all partners is the partner (DGEB's bigene mining).</summary>
internal sealed class MiningQuestion : Question
{
    private const int FewestPairs = 10;
    private const int Depth = 50;

    private readonly string _what;
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly int[] _sets; // [pairs]: partners are looked for among those of the same set
    private readonly int[] _units;
    private readonly string _unit;
    private readonly BenchmarkOptions _options;
    private readonly List<string> _notes = [];

    private MiningQuestion(string what, List<(int First, int Second, int Set, int Unit)> pairs, string unit, BenchmarkOptions options)
    {
        if (pairs.Count < FewestPairs)
            throw new GlmException($"it needs {FewestPairs} pairs and has {pairs.Count}");
        (_what, _options, _unit) = (what, options, unit);
        _first = [.. pairs.Select(pair => pair.First)];
        _second = [.. pairs.Select(pair => pair.Second)];
        _sets = [.. pairs.Select(pair => pair.Set)];
        _units = [.. pairs.Select(pair => pair.Unit)];
    }

    /// <summary>The pairs of a table.</summary>
    /// <exception cref="GlmException">There are too few.</exception>
    public static MiningQuestion Of(NamedPairs named, Func<int, bool> isAsked, BenchmarkOptions options)
    {
        var pairs = named.Pairs.Where(pair => isAsked(pair.First) && isAsked(pair.Second)).ToArray();
        var question = new MiningQuestion("pairs", [.. pairs.Select((pair, i) => (pair.First, pair.Second, 0, i))], "pair", options);
        if (named.Rows > pairs.Length)
            question._notes.Add($"{named.Rows - pairs.Length} of {named.Rows} rows name a gene that is not here or has no vector.");
        return question;
    }

    /// <summary>Genes with one label in two genomes that have it once, each genome with the next.</summary>
    /// <exception cref="GlmException">There are too few.</exception>
    public static MiningQuestion Of(GeneLabels labels, ProbeGroups genes, Func<int, bool> isAsked, BenchmarkOptions options)
    {
        var genomes = genes.Of(FoldGrouping.Genome);
        var byGenome = new SortedDictionary<int, Dictionary<string, int>>(); // -1 for a label that several genes have
        for (var gene = 0; gene < genomes.Length; gene++)
            if (isAsked(gene))
                foreach (var label in labels.PerGene[gene])
                {
                    if (!byGenome.TryGetValue(genomes[gene], out var once))
                        byGenome[genomes[gene]] = once = new Dictionary<string, int>(StringComparer.Ordinal);
                    once[label] = once.ContainsKey(label) ? -1 : gene;
                }
        if (byGenome.Count < 2)
            throw new GlmException("it needs labels in two genomes");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var pairs = new List<(int, int, int, int)>();
        Dictionary<string, int>[] all = [.. byGenome.Values];
        for (var i = 0; i < (all.Length == 2 ? 1 : all.Length); i++)
        {
            var next = all[(i + 1) % all.Length];
            foreach (var (label, gene) in all[i])
                if (gene >= 0 && next.TryGetValue(label, out var partner) && partner >= 0)
                {
                    if (!numbers.TryGetValue(label, out var number))
                        numbers[label] = number = numbers.Count;
                    pairs.Add((gene, partner, i, number));
                }
        }
        return new MiningQuestion($"of {LineText.Shown(labels.Name, 60)}", pairs, "label", options);
    }

    public override string Id => "bigene_mining";

    public override string Name => $"mining {_what}";

    public override string Description =>
        "Whether the most similar gene, by cosine, among all partners is the partner: a gene of another genome that alone has its label "
        + "there, or the one that a table names.";

    public override BenchmarkKind Kind => BenchmarkKind.BigeneMining;

    public override string Metric => "f1";

    public override string Items => Count(_first.Length, "pair");

    public override string Unit => Count(_units.Distinct().Count(), _unit);

    public override IReadOnlyList<string> Notes => _notes;

    public override Measured Measure(SpaceVectors space, CancellationToken cancellation)
    {
        var nearest = NearestRows.Of(space, _first, _second, (i, j) => _sets[i] == _sets[j], Depth, cancellation);
        var times = new int[_second.Length];
        foreach (var found in nearest)
            times[found[0]]++;
        // The class of a pair is its partner: one gene has it, which was found or not, and so many were taken for it.
        double[] right = [.. nearest.Select((found, i) => found[0] == i ? 1d : 0)];
        double[] f1 = [.. right.Select((hit, i) => hit * 2 / (1 + times[i]))];
        var metrics = new Dictionary<string, double>
        {
            ["precision"] = right.Select((hit, i) => hit == 0 ? 0 : hit / times[i]).Average(),
            ["recall"] = right.Average(),
            ["f1"] = f1.Average(),
            ["accuracy"] = right.Average(),
            [$"recall_at_{Depth}"] = nearest.Select((found, i) => found.Contains(i) ? 1d : 0).Average(),
        };
        return new Measured(Means.Sample(f1, _units, _options, cancellation), metrics);
    }
}
