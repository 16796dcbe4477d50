using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Hosting;

/// <summary>A notebook without a notebook; its clock moves by hand.</summary>
internal sealed class FakeHost : INotebookHost
{
    public Dictionary<string, object?> Variables { get; } = [];

    public Dictionary<string, Type> Types { get; } = [];

    /// <summary>Every display as it is now.</summary>
    public List<MimeBundle> Shown { get; } = [];

    /// <summary>Every update of a display, in order.</summary>
    public List<(string Id, MimeBundle Content)> Updates { get; } = [];

    public CancellationTokenSource Source { get; } = new();

    public ManualClock Time { get; } = new();

    public CancellationToken Cancellation => Source.Token;

    public TimeProvider Clock => Time;

    public string WorkingDirectory { get; set; } = Path.GetTempPath();

    public IEnumerable<string> VariableNames => Variables.Keys;

    public string Display(MimeBundle content)
    {
        Shown.Add(content);
        return $"{Shown.Count - 1}";
    }

    public void Update(string displayId, MimeBundle content)
    {
        Shown[int.Parse(displayId)] = content;
        Updates.Add((displayId, content));
    }

    public void SetVariable(string name, object value, Type type) => (Variables[name], Types[name]) = (value, type);

    public bool TryGetVariable(string name, out object? value) => Variables.TryGetValue(name, out value);

    internal sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public void Advance(double seconds) => Interlocked.Add(ref _ticks, TimeSpan.FromSeconds(seconds).Ticks);
    }
}
