using System.Collections;
using System.Runtime.ExceptionServices;

namespace Glm.Interactive.Display.Objects;

/// <summary>
/// Reads the beginning of a sequence for a display: bounded in items and in time, since a lazy one computes each item when it is asked
/// for, and may search for the next one without end. One whose next item does not come in time is left behind on its own thread and ends
/// with that item.
/// </summary>
internal sealed class SequenceReader
{
    /// <summary>How long a display waits for a lazy sequence.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // As much as a cell has.
    private const int StackBytes = 8 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<object?> _first = [];
    private readonly int _kept;
    private readonly int _counted;
    private ExceptionDispatchInfo? _failure;
    private bool _isStopped;

    /// <param name="kept">The most items to keep.</param>
    /// <param name="counted">The most items to read.</param>
    public SequenceReader(int kept, int counted) => (_kept, _counted) = (kept, counted);

    /// <summary>The first items.</summary>
    public IReadOnlyList<object?> First => _first;

    /// <summary>Number of items read; of a collection, of all its items.</summary>
    public long Count { get; private set; }

    /// <summary>Whether there may be more items.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether reading was given up for want of time.</summary>
    public bool IsLate { get; private set; }

    /// <summary>Reads on this thread what is in memory already, and everything else on a thread of its own.</summary>
    /// <param name="values">Its exceptions come through.</param>
    /// <param name="patience">The longest to wait.</param>
    public SequenceReader Read(IEnumerable values, TimeSpan patience)
    {
        if (values is ICollection many)
        {
            Read(values, Math.Min(_kept, _counted));
            (Count, IsOpen) = (many.Count, false);
            return this;
        }
        var thread = new Thread(() => ReadAside(values), StackBytes) { IsBackground = true, Name = "display" };
        thread.Start();
        var ended = thread.Join(patience);
        lock (_lock)
        {
            IsLate = !ended;
            IsOpen |= IsLate;
            _isStopped = true;
        }
        _failure?.Throw();
        return this;
    }

    private void ReadAside(IEnumerable values)
    {
        try
        {
            Read(values, _counted);
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    private void Read(IEnumerable values, int most)
    {
        foreach (var value in values)
            lock (_lock)
            {
                if (_isStopped)
                    return;
                if (_first.Count < _kept)
                    _first.Add(value);
                Count++;
                IsOpen = Count >= most;
                if (IsOpen)
                    return;
            }
    }
}
