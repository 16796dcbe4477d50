using Glm.Benchmarks;
using Glm.Runtime;

NativeTorch.Ensure();
switch (args)
{
    case ["model", .. var rest]:
        ModelThroughput.Run(rest is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 15);
        return 0;
    default:
        Console.Error.WriteLine("usage: Glm.Benchmarks model [repetitions]");
        return 1;
}
