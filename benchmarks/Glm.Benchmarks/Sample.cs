using System.Globalization;

namespace Glm.Benchmarks;

/// <summary>One timed run of one row of a table, and the line of a samples file that holds it.</summary>
/// <param name="Row">What was timed.</param>
/// <param name="Seconds">On the wall.</param>
/// <param name="CpuSeconds">User and system time of all threads.</param>
/// <param name="Flops">Floating-point operations that the task needs, 0 if that is not counted.</param>
/// <param name="Windows">Windows in the batch, 0 if there are none.</param>
/// <param name="Peak">Highest resident memory of the process until then, in MiB.</param>
internal sealed record Sample(string Row, double Seconds, double CpuSeconds, double Flops, int Windows, double Peak)
{
    public static Sample Parse(string line)
    {
        var fields = line.Split('\t');
        double Number(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
        return new Sample(fields[0], Number(1), Number(2), Number(3), (int)Number(4), Number(5));
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Row}\t{Seconds:R}\t{CpuSeconds:R}\t{Flops:R}\t{Windows}\t{Peak:0}");
}
