using Glm.Features;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// Which windows a step learns from: an endless run of shuffled passes, cut into batches. Depends only on the options and the number of
/// the step. Not thread-safe: it keeps the pass that it is in.
/// </summary>
/// <remarks>
/// A balanced pass has as many windows as another, but each taxon has a share of them that grows with a power of the number of its
/// windows: the one half, as is customary where languages of unequal size are mixed, so that rare taxa count more and are not learned by
/// heart. The windows of a taxon take turns, in shuffled passes of their own that go on from pass to pass.
/// </remarks>
internal sealed class WindowOrder
{
    private readonly int[] _windows;
    private readonly int _batchSize;
    private readonly long _seed;
    private readonly int[] _order;
    private readonly int[][] _taxa; // empty where nothing is balanced
    private readonly int[] _quotas;
    private long _pass = -1;

    /// <param name="places">Where the windows lie.</param>
    /// <param name="windows">Those to learn from.</param>
    /// <param name="batchSize">Windows per step, at most their number.</param>
    /// <param name="options">Seed, and what is balanced.</param>
    /// <exception cref="GlmException">Windows are to be balanced by a rank that some genomes do not have.</exception>
    public WindowOrder(IWindowPlaces places, int[] windows, int batchSize, TrainingOptions options)
    {
        (_windows, _batchSize, _seed, _order) = (windows, batchSize, options.Seed, new int[windows.Length]);
        _taxa = options.Balance is { } unit ? Taxa(places, windows, unit) : [];
        _quotas =
            _taxa.Length == 0 ? [] : Quotas([.. _taxa.Select(taxon => Math.Pow(taxon.Length, options.BalancePower))], windows.Length);
    }

    /// <summary>The windows of a step, from 0.</summary>
    public int[] Of(int step)
    {
        var windows = new int[_batchSize];
        for (var i = 0; i < windows.Length; i++)
        {
            var position = ((long)step * windows.Length) + i;
            if (position / _order.Length != _pass)
                Begin(position / _order.Length);
            windows[i] = _order[position % _order.Length];
        }
        return windows;
    }

    private void Begin(long pass)
    {
        _pass = pass;
        if (_taxa.Length == 0)
            _windows.CopyTo(_order, 0);
        else
            for (var (taxon, at) = (0, 0); taxon < _taxa.Length; at += _quotas[taxon++])
                Fill(_order.AsSpan(at, _quotas[taxon]), taxon, pass * _quotas[taxon]);
        new SeededRandom(_seed + 2L, stream: pass).Shuffle(_order.AsSpan());
    }

    /// <summary>The next windows of a taxon, of which so many had their turn before.</summary>
    private void Fill(Span<int> places, int taxon, long before)
    {
        var (turn, own) = (-1L, new int[_taxa[taxon].Length]);
        for (var i = 0; i < places.Length; i++)
        {
            if ((before + i) / own.Length != turn)
            {
                turn = (before + i) / own.Length;
                _taxa[taxon].CopyTo(own, 0);
                new SeededRandom(_seed + 5L, taxon, turn).Shuffle(own.AsSpan());
            }
            places[i] = own[(before + i) % own.Length];
        }
    }

    /// <summary>Shares of a number as whole numbers, at least 1 each, by the largest remainders.</summary>
    private static int[] Quotas(double[] weights, int count)
    {
        var sum = weights.Sum();
        var shares = Array.ConvertAll(weights, weight => weight / sum * count);
        int[] quotas = Array.ConvertAll(shares, share => Math.Max(1, (int)share));
        int[] byRemainder = [.. Enumerable.Range(0, quotas.Length).OrderByDescending(taxon => shares[taxon] - quotas[taxon])];
        for (var (left, i) = (count - quotas.Sum(), 0); left > 0; left--, i = (i + 1) % byRemainder.Length)
            quotas[byRemainder[i]]++;
        for (var left = quotas.Sum() - count; left > 0; left--) // where rounding up a share below 1 took too many
            quotas[Array.IndexOf(quotas, quotas.Max())]--;
        return quotas;
    }

    /// <summary>The windows of each taxon, by its name, so that they do not depend on the order of genomes.</summary>
    private static int[][] Taxa(IWindowPlaces places, int[] windows, WindowUnit unit)
    {
        var remedy = Setting.Of(nameof(TrainingOptions.Balance), "genome");
        var units = WindowUnits.Of(places, windows, unit, "so their windows cannot be balanced", remedy);
        return
        [
            .. windows
                .ToLookup(window => units[places.ScaffoldOf(window)])
                .OrderBy(own => units.Names[own.Key], StringComparer.Ordinal)
                .Select(own => own.ToArray()),
        ];
    }
}
