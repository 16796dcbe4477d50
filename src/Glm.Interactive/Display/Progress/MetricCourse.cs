namespace Glm.Interactive.Display.Progress;

/// <summary>
/// How a metric went, in few points: means of equal spans of a task, which grow with it. Not thread-safe.
/// </summary>
/// <param name="name">Of the metric.</param>
/// <param name="panel">That it is drawn in, with others.</param>
/// <param name="format">Of its values.</param>
internal sealed class MetricCourse(string name, string panel, string format)
{
    /// <summary>The most points: as many as a small panel can show.</summary>
    public const int MostPoints = 120;

    private readonly List<Span> _spans = [];
    private long _width = 1;

    public string Name { get; } = name;

    public string Panel { get; } = panel;

    public string Format { get; } = format;

    /// <summary>Where in the task, in units done, and the mean there.</summary>
    public IEnumerable<(double Done, double Value)> Points => _spans.Select(span => (span.Done / span.Count, span.Value / span.Count));

    /// <param name="done">Units; never less than before.</param>
    /// <param name="value">Finite.</param>
    public void Add(long done, double value)
    {
        var number = done / _width;
        if (_spans.Count > 0 && _spans[^1].Number == number)
            _spans[^1] = _spans[^1].With(new Span(number, done, value, 1));
        else
            _spans.Add(new Span(number, done, value, 1));
        if (_spans.Count > MostPoints)
            Widen();
    }

    /// <summary>Makes spans twice as wide until half as many are left.</summary>
    private void Widen()
    {
        while (_spans.Count > MostPoints / 2)
        {
            _width *= 2;
            var kept = 0;
            for (var i = 0; i < _spans.Count; i++)
            {
                var span = _spans[i] with { Number = _spans[i].Number / 2 };
                if (kept > 0 && _spans[kept - 1].Number == span.Number)
                    _spans[kept - 1] = _spans[kept - 1].With(span);
                else
                    _spans[kept++] = span;
            }
            _spans.RemoveRange(kept, _spans.Count - kept);
        }
    }

    /// <summary>Sums over the reports of a span.</summary>
    private readonly record struct Span(long Number, double Done, double Value, int Count)
    {
        public Span With(Span next) => new(Number, Done + next.Done, Value + next.Value, Count + next.Count);
    }
}
