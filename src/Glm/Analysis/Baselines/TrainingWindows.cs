using Glm.Features;

namespace Glm.Analysis.Baselines;

/// <summary>The windows that a baseline may learn from, nothing of them hidden. Held-out windows cannot be reached through it.</summary>
public sealed class TrainingWindows
{
    private readonly WindowSelection _selection;
    private readonly float _labelLimit;

    internal TrainingWindows(WindowSelection selection, float labelLimit) => (_selection, _labelLimit) = (selection, labelLimit);

    /// <summary>Number of windows.</summary>
    public int Count => _selection.Windows.Length;

    /// <summary>K, numbers per label row, orientation included.</summary>
    public int LabelWidth => _selection.Data.LabelWidth;

    /// <summary>One of the windows, with nothing masked.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public MaskedWindow this[int index]
    {
        get
        {
            var window = _selection.Windows[index];
            var rows = WindowRows.From(_selection.Data, [window]);
            return new MaskedWindow(rows, 0, new bool[rows.Length], _selection.Data.Window(window), window, _labelLimit);
        }
    }
}
