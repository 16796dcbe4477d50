using Glm.Features;
using Glm.Runtime;
using Glm.Training.Processes;

namespace Glm.Training;

/// <summary>
/// The batches of a run, of which the next one is read while a step computes. They depend on the options and the number of the step alone.
/// Not thread-safe.
/// </summary>
internal sealed class StepBatches : IDisposable
{
    private readonly IWindowData _data;
    private readonly TrainingOptions _options;
    private readonly WindowOrder _order; // used by one reading at a time
    private readonly int _leastLength;
    private readonly GeneFunctions? _functions;
    private readonly IProcessGroup? _group;
    private (int Step, Task<StepBatch> Reading)? _ahead;

    /// <param name="data">Borrowed.</param>
    /// <param name="order">Its own from now on.</param>
    /// <param name="options">Seed, masks, and what the recipe does to windows.</param>
    /// <param name="leastLength">The fewest genes per window; windows that have fewer are padded.</param>
    /// <param name="functions">That triplets are made by; null for none.</param>
    /// <param name="group">Processes of which each reads the features of its own part alone; null for one.</param>
    public StepBatches(
        IWindowData data,
        WindowOrder order,
        TrainingOptions options,
        int leastLength,
        GeneFunctions? functions = null,
        IProcessGroup? group = null
    ) => (_data, _order, _options, _leastLength, _functions, _group) = (data, order, options, leastLength, functions, group);

    /// <summary>The batch of a step, from 0; the reading of the one after it begins.</summary>
    /// <param name="step">Any; the next one is there soonest.</param>
    /// <param name="end">The first step that is not asked for.</param>
    /// <exception cref="GlmException">The windows cannot be read, or hold more numbers than an array can.</exception>
    public StepBatch Of(int step, int end)
    {
        var ahead = _ahead;
        Forget();
        var batch = ahead is { } next && next.Step == step ? next.Reading.GetAwaiter().GetResult() : Read(step);
        if (step + 1 < end)
            _ahead = (step + 1, Task.Run(() => Read(step + 1)));
        return batch;
    }

    /// <summary>Waits for a reading under way, whose data may be closed afterwards.</summary>
    public void Dispose() => Forget();

    private void Forget()
    {
        if (_ahead is { } ahead)
            Task.WaitAny(ahead.Reading); // what it may throw is for who asks for its step
        _ahead = null;
    }

    private StepBatch Read(int step)
    {
        var windows = _order.Of(step);
        var shifts = Shifts(windows, step);
        var rows = WindowRows.From(_data, windows, shifts, _leastLength, _group.PartOf(windows.Length));
        var turned = _options.Recipe.ReadsBothStrands ? Turn(rows, step) : [];
        var masked = rows.DrawMask(new SeededRandom(_options.Seed + 1L, stream: step), _options.MaskProbability);
        return new StepBatch(
            windows,
            rows,
            masked,
            _functions is null ? null : Triplets(_functions, windows, shifts, turned, rows, masked, step)
        );
    }

    /// <summary>
    /// By how many genes each window is moved along its scaffold: at most half its length, and not past the genes that windows cover, so
    /// that passes see the genes side by side in ever other windows. Empty where the recipe moves none.
    /// </summary>
    private int[] Shifts(int[] windows, int step)
    {
        if (!_options.Recipe.MovesWindows)
            return [];
        var random = new SeededRandom(_options.Seed + 4L, stream: step);
        return Array.ConvertAll(windows, window =>
        {
            var (before, after) = _data.RoomAround(window);
            var half = _data.LengthOf(window) / 2;
            return Math.Clamp(random.Next((2 * half) + 1) - half, -before, after);
        });
    }

    /// <summary>Reads about half of the windows from the other strand.</summary>
    /// <returns>[B]: which.</returns>
    private bool[] Turn(WindowRows rows, int step)
    {
        var random = new SeededRandom(_options.Seed + 6L, stream: step);
        var turned = new bool[rows.Windows];
        for (var window = 0; window < rows.Windows; window++)
            if (turned[window] = random.Next(2) == 0)
                rows.Turn(window);
        return turned;
    }

    private GeneTriplets Triplets(
        GeneFunctions functions,
        int[] windows,
        int[] shifts,
        bool[] turned,
        WindowRows rows,
        bool[] masked,
        int step
    )
    {
        var genes = new int[masked.Length];
        Array.Fill(genes, -1); // padding
        for (var i = 0; i < windows.Length; i++)
        {
            var first = functions.FirstGene(windows[i], shifts.Length == 0 ? 0 : shifts[i]);
            var ofWindow = genes.AsSpan(i * rows.Length, _data.LengthOf(windows[i]));
            for (var place = 0; place < ofWindow.Length; place++)
                ofWindow[place] = first + place;
            if (turned.Length > 0 && turned[i])
                ofWindow.Reverse();
        }
        return GeneTriplets.Of(functions, windows, genes, masked, new SeededRandom(_options.Seed + 7L, stream: step));
    }
}
