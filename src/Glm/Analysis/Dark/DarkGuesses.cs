using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>Labels of hidden annotated genes and of dark ones from the annotated genes nearest to them.</summary>
internal sealed class DarkGuesses
{
    /// <summary>Genes on either side that are named.</summary>
    private const int Named = 2;

    private const int MostFolds = 5;

    // The spaces that are searched.
    private const int Proteins = 0;
    private const int Context = 1;
    private const int Neighbours = 2;

    private readonly DarkPlaces _places;
    private readonly DarkGeneOptions _options;
    private readonly int[] _candidates;
    private readonly int[][] _labelsOf; // [candidates]
    private readonly string[] _labels;
    private readonly Dictionary<string, int> _numbers;
    private readonly int[] _frequency; // of each label, among candidates
    private readonly int[] _dark;
    private readonly int[] _hidden;
    private readonly NearestAnnotated.Found[][][] _found; // [spaces][dark genes]
    private readonly NearestAnnotated.Found[][][] _foundHidden; // [spaces][hidden]
    private readonly LabelVote[] _votes;
    private readonly bool[][] _isRight; // [guesses][hidden]
    private readonly string[] _guesses;
    private readonly double[] _confidence; // of dark genes

    /// <param name="spaces">gLM, proteins, mean of neighbours.</param>
    /// <param name="places">The genes.</param>
    /// <param name="options">Checked.</param>
    /// <param name="progress">Genes asked.</param>
    /// <param name="cancellation">Polled between blocks of genes.</param>
    public DarkGuesses(
        DarkSpace[] spaces,
        DarkPlaces places,
        DarkGeneOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        (_places, _options) = (places, options);
        int[] items = [.. Enumerable.Range(0, places.Count)];
        _candidates = Array.FindAll(items, item => !places.IsDark[item] && places.Labels[item].Count > 0);
        _dark = Array.FindAll(items, item => places.IsDark[item]);
        _labels = [.. _candidates.SelectMany(item => places.Labels[item]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _numbers = _labels.Select((label, number) => (label, number)).ToDictionary(StringComparer.Ordinal);
        _labelsOf = Array.ConvertAll(_candidates, item => places.Labels[item].Select(label => _numbers[label]).Distinct().ToArray());
        _frequency = new int[_labels.Length];
        foreach (var label in _labelsOf.SelectMany(of => of))
            _frequency[label]++;
        _hidden = Sample();

        var count = new ProgressCount(progress, "ask annotated genes", _dark.Length + _hidden.Length, "genes", cancellation);
        var search = new NearestAnnotated([spaces[1], spaces[0], spaces[2]], _candidates, places.Units, options.Neighbours);
        _found = search.Of(_dark, [.. Enumerable.Repeat(float.PositiveInfinity, _dark.Length)], done => count.Add(done), cancellation);
        // How alone hidden genes are made: as some dark gene is.
        float[] alone = [.. _found[Proteins].Where(found => found.Length > 0).Select(found => found[0].Cosine)];
        float[] most = Array.ConvertAll(_hidden, number =>
            alone.Length == 0 ? float.PositiveInfinity : alone[new SeededRandom(options.Seed, 1, number).Next(alone.Length)]
        );
        _foundHidden = search.Of(Array.ConvertAll(_hidden, number => _candidates[number]), most, done => count.Add(done), cancellation);

        _guesses =
        [
            "nearest in context",
            "nearest proteins",
            "nearest by the mean of neighbouring proteins",
            "nearest labelled gene on the scaffold",
            "most frequent label",
        ];
        var inContext = Votes(_foundHidden[Context]);
        _isRight =
        [
            Right(inContext),
            Right(Votes(_foundHidden[Proteins])),
            Right(Votes(_foundHidden[Neighbours])),
            [.. _hidden.Select(number => _labelsOf[number].Contains(NextDoor(number)))],
            MostFrequent(),
        ];
        _votes = inContext;
        (_confidence, Calibration, Ranking) = Confidences();
    }

    /// <summary>Annotated genes with a label.</summary>
    public int Candidates => _candidates.Length;

    /// <summary>Those that were hidden.</summary>
    public int Hidden => _hidden.Length;

    /// <summary>Of hidden genes.</summary>
    public CalibrationCurve Calibration { get; }

    /// <summary>AUROC of right guesses by confidence; NaN where all are right or wrong.</summary>
    public double Ranking { get; }

    /// <summary>Whether an annotated gene has a label, so that it may be guessed.</summary>
    public bool IsAsked(string label) => _numbers.ContainsKey(label);

    /// <summary>gLM, then baselines.</summary>
    public DarkTransferScore[] Scores()
    {
        var units = Array.ConvertAll(_hidden, number => _places.Units[_candidates[number]]);
        double[][] rights = Array.ConvertAll(_isRight, right => Array.ConvertAll(right, one => one ? 1.0 : 0));
        return
        [
            .. rights.Select(
                (right, i) =>
                    new DarkTransferScore(
                        _guesses[i],
                        i > 0,
                        GroupBootstrap.OfMean(right, units, _options.Resamples, _options.Seed),
                        i == 0
                            ? new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN)
                            : GroupBootstrap.DifferenceOfMeans(rights[0], right, units, _options.Resamples, _options.Seed)
                    )
            ),
        ];
    }

    /// <summary>The dark genes in their order, with their items.</summary>
    public IReadOnlyList<(int Item, DarkGene Gene)> Dark()
    {
        var (inContext, byProtein) = (Votes(_found[Context]), Votes(_found[Proteins]));
        return
        [
            .. _dark.Select(
                (item, i) =>
                    (
                        item,
                        new DarkGene(
                            _places.GeneOf(item),
                            _places.Scaffolds[item].GenomeId,
                            _places.Scaffolds[item].Id,
                            _places.Positions[item],
                            Name(inContext[i].Label),
                            _confidence[i],
                            Name(byProtein[i].Label),
                            ProteinCosine(_found, i),
                            [.. _found[Context][i].Select(Neighbour)],
                            Around(item),
                            _places.Labels[item]
                        )
                    )
            ),
        ];
    }

    private int[] Sample()
    {
        int[] all = [.. Enumerable.Range(0, _candidates.Length)];
        if (all.Length <= _options.Sample)
            return all;
        new SeededRandom(_options.Seed).Shuffle(all.AsSpan());
        var drawn = all[.._options.Sample];
        // Learning on some genomes and testing on others takes two.
        int UnitOf(int number) => _places.Units[_candidates[number]];
        if (Array.TrueForAll(drawn, number => UnitOf(number) == UnitOf(drawn[0])))
            drawn[^1] = all.First(number => UnitOf(number) != UnitOf(drawn[0]));
        return [.. drawn.Order()];
    }

    private (double[] OfDark, CalibrationCurve Calibration, double Ranking) Confidences()
    {
        double[] cosines = [.. Enumerable.Range(0, _hidden.Length).Select(i => ProteinCosine(_foundHidden, i))];
        var units = Array.ConvertAll(_hidden, number => _places.Units[_candidates[number]]);
        var folds = Folds.ByGroup(FoldGrouping.Block, units, [], Math.Min(MostFolds, units.Distinct().Count()), _options.Seed);
        var probabilities = new double[_hidden.Length];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            var (train, test) = (folds.Train(fold), folds.Test(fold));
            var fit = VoteConfidence.Fit(Of(_votes, train), Of(cosines, train), Of(_isRight[0], train));
            var own = fit.Of(Of(_votes, test), Of(cosines, test));
            for (var i = 0; i < test.Length; i++)
                probabilities[test[i]] = own[i];
        }
        var whole = VoteConfidence.Fit(_votes, cosines, _isRight[0]);
        double[] dark = [.. Enumerable.Range(0, _dark.Length).Select(i => ProteinCosine(_found, i))];
        var isMixed = _isRight[0].Contains(true) && _isRight[0].Contains(false);
        return (
            whole.Of(Votes(_found[Context]), dark),
            CalibrationCurve.Of(probabilities, _isRight[0]),
            isMixed ? Auroc.Of(probabilities, _isRight[0]) : double.NaN
        );

        static T[] Of<T>(T[] values, int[] items) => Array.ConvertAll(items, item => values[item]);
    }

    private LabelVote[] Votes(NearestAnnotated.Found[][] found) => Array.ConvertAll(found, nearest => LabelVote.Of(nearest, _labelsOf));

    private bool[] Right(LabelVote[] votes) =>
        [.. votes.Select((vote, i) => vote.Label >= 0 && _labelsOf[_hidden[i]].Contains(vote.Label))];

    private static double ProteinCosine(NearestAnnotated.Found[][][] found, int i) =>
        found[Proteins][i].Length == 0 ? -1 : found[Proteins][i][0].Cosine;

    /// <summary>The label of the nearest annotated gene of the same scaffold; of equally near ones that of the same strand, then the one
    /// before; -1 where there is none.</summary>
    private int NextDoor(int number)
    {
        var item = _candidates[number];
        var (best, least) = (-1, (Steps: int.MaxValue, Strand: 2));
        foreach (var direction in new[] { -1, 1 })
        {
            var other = number + direction;
            if (other < 0 || other >= _candidates.Length || _places.ScaffoldNumbers[_candidates[other]] != _places.ScaffoldNumbers[item])
                continue;
            var rank = (
                Math.Abs(_places.Positions[_candidates[other]] - _places.Positions[item]),
                _places.GeneOf(_candidates[other]).Strand == _places.GeneOf(item).Strand ? 0 : 1
            );
            if (rank.CompareTo(least) < 0)
                (best, least) = (other, rank);
        }
        // Of several labels the most frequent one, whatever their order.
        return best < 0 ? -1 : _labelsOf[best].MaxBy(label => (_frequency[label], -label));
    }

    /// <summary>Whether each hidden gene has the label that is most frequent in all other units.</summary>
    private bool[] MostFrequent()
    {
        var (total, ofUnit) = (new int[_labels.Length], new Dictionary<int, int[]>());
        for (var number = 0; number < _candidates.Length; number++)
        {
            var unit = _places.Units[_candidates[number]];
            if (!ofUnit.TryGetValue(unit, out var own))
                ofUnit.Add(unit, own = new int[_labels.Length]);
            foreach (var label in _labelsOf[number])
            {
                total[label]++;
                own[label]++;
            }
        }
        var best = ofUnit.ToDictionary(
            unit => unit.Key,
            unit => Enumerable.Range(0, total.Length).MaxBy(label => total[label] - unit.Value[label])
        );
        return [.. _hidden.Select(number => _labelsOf[number].Contains(best[_places.Units[_candidates[number]]]))];
    }

    private string Name(int label) => label < 0 ? "" : _labels[label];

    private DarkNeighbour Neighbour(NearestAnnotated.Found found)
    {
        var item = _candidates[found.Candidate];
        return new DarkNeighbour(_places.GeneOf(item), _places.Scaffolds[item].GenomeId, _places.Labels[item], found.Cosine);
    }

    /// <summary>Two genes on either side, with the strand of the gene itself between them.</summary>
    private string Around(int item)
    {
        var (genes, position) = (_places.Scaffolds[item].Genes, _places.Positions[item]);
        var before = Enumerable.Range(Math.Max(0, position - Named), Math.Min(Named, position));
        var after = Enumerable.Range(position + 1, Math.Min(Named, genes.Count - 1 - position));
        return $"{Names(before)} {(genes[position].Strand == Strand.Forward ? '›' : '‹')} {Names(after)}".Trim();

        string Names(IEnumerable<int> positions) => string.Join(", ", positions.Select(at => genes[at].Label));
    }
}
