using Glm.Interactive.Display;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display;

/// <summary>Remembers every display and update; its clock moves by hand.</summary>
internal sealed class FakeHost : INotebookHost
{
    public ManualClock Time { get; } = new();

    public List<MimeBundle> Displays { get; } = [];

    public List<(string Id, MimeBundle Content)> Updates { get; } = [];

    public CancellationToken Cancellation => CancellationToken.None;

    public TimeProvider Clock => Time;

    public string WorkingDirectory => "/";

    public string Display(MimeBundle content)
    {
        Displays.Add(content);
        return $"display{Displays.Count}";
    }

    public void Update(string displayId, MimeBundle content) => Updates.Add((displayId, content));

    public void SetVariable(string name, object value, Type type) => throw new NotSupportedException();

    public bool TryGetVariable(string name, out object? value) => throw new NotSupportedException();

    internal sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public void Advance(double seconds) => Interlocked.Add(ref _ticks, TimeSpan.FromSeconds(seconds).Ticks);
    }
}
