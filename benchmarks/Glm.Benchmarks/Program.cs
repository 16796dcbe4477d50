using System.Globalization;
using Glm.Benchmarks;
using Glm.Runtime;

NativeTorch.Ensure();
switch (args)
{
    case ["model", .. var rest]:
        ModelThroughput.Run(rest is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 15);
        return 0;
    case ["sample", var folder, .. var rest]:
        SampleTraining.Run(folder, rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 600, rest.Length > 1 ? double.Parse(rest[1], CultureInfo.InvariantCulture) : 1e-3);
        return 0;
    default:
        Console.Error.WriteLine("usage: Glm.Benchmarks model [repetitions] | sample FOLDER [steps] [learning rate]");
        return 1;
}
