namespace Glm.Testing;

/// <summary>How tests wait: for a condition, with a limit that even a machine under a load of ten per core does not reach.</summary>
internal static class Patience
{
    /// <summary>The longest that any wait of a test may take before the test fails.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The limit as browsers count it.</summary>
    public static float Milliseconds => (float)Limit.TotalMilliseconds;

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Looked at every few milliseconds.</param>
    /// <param name="what">Says what was waited for, where it never came.</param>
    public static async Task Until(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"Waited {Limit.TotalMinutes} minutes: {what}.");
            await Task.Delay(Pause);
        }
    }
}
