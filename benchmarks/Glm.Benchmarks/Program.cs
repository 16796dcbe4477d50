using System.Globalization;
using Glm.Benchmarks;
using Glm.Runtime;
using TorchSharp;

switch (args)
{
    case ["model", var name, .. var rest] when ModelThroughput.Configurations.TryGetValue(name, out var configuration):
        NativeTorch.Ensure();
        ModelThroughput.Run(name, configuration, Number(rest, 0, 15), rest.ElementAtOrDefault(1));
        return 0;
    case ["device", var device, var precision, var name, var batch, .. var rest]
        when ModelThroughput.Configurations.TryGetValue(name, out var configuration):
        ModelThroughput.Run(
            name,
            (configuration.Config, Number([batch], 0, 8)),
            Number(rest, 0, 15),
            rest.ElementAtOrDefault(1),
            Devices.Parse(device),
            Enum.Parse<ComputePrecision>(precision, ignoreCase: true)
        );
        return 0;
    case ["parity", var device]:
        DeviceParity.Run(Devices.Parse(device));
        return 0;
    case ["facts"]:
        NativeTorch.Ensure();
        Console.WriteLine(
            $"libtorch {NativeTorch.Status.FoundVersion ?? NativeTorch.Status.WantedVersion}, {torch.get_num_threads()} threads, "
                + $"matrix library: Intel MKL, built in"
        );
        return 0;
    case ["compare", var engine, var peer]:
        Console.Write(Comparison.Table(engine, peer));
        return 0;
    case ["sample", var folder, .. var rest]:
        NativeTorch.Ensure();
        SampleTraining.Run(folder, Number(rest, 0, 600), rest.Length > 1 ? double.Parse(rest[1], CultureInfo.InvariantCulture) : 1e-3);
        return 0;
    case ["read", var format, var path, .. var rest]:
        FileReading.Run(format, path, Number(rest, 0, 7));
        return 0;
    case ["corpus", var folder, .. var rest]:
        NativeTorch.Ensure();
        CorpusScale.Run(folder, Number(rest, 0, 100_000), Number(rest, 1, 200_000));
        return 0;
    case ["families", var reference, var query, var labels, .. var rest]:
        NativeTorch.Ensure();
        VectorQuality.Run(reference, query, labels, rest.ElementAtOrDefault(0) ?? "diamond", [.. rest.Skip(1)]);
        return 0;
    case ["neighbourhood", var references, var genome, var operons, .. var rest]:
        NativeTorch.Ensure();
        NeighbourhoodTables.Run(references, genome, operons, rest);
        return 0;
    case ["proteins", var folder, var fasta, var count, var tokens, var output, .. var rest]:
        ProteinThroughput.Run(
            folder,
            fasta,
            Number([count], 0, 500),
            tokens == "-" ? null : Number([tokens], 0, 0),
            output,
            Devices.Parse(rest.ElementAtOrDefault(0) ?? "cpu")
        );
        return 0;
    case ["homology", var path, .. var rest]:
        HomologyComparison.Run(path, Number(rest, 0, 1), Number(rest, 1, Environment.ProcessorCount));
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: Glm.Benchmarks facts | model small|paper [repetitions [samples.tsv]] | parity DEVICE "
                + "| device DEVICE PRECISION small|paper BATCH [repetitions [samples.tsv]] | compare engine.tsv peer.tsv | read "
                + "fasta|genbank|embl|inspect FILE [passes] | proteins MODEL FASTA COUNT TOKENS|- VECTORS.npz [DEVICE] "
                + "| corpus FOLDER [windows [distinct proteins]] | sample FOLDER [steps] "
                + "[learning rate] | homology FASTA [every [threads]] | families REFERENCE QUERY.faa LABELS.tsv [diamond|built-in "
                + "[AMONG.tsv QUERY.tsv]] | neighbourhood REFERENCES GENOME OPERONS|- [without=NAME,NAME] "
                + "[hits=AMONG,GENOME] [features=2000] [sharpness=4] [train=STEPS [seed=1] [lr=1e-3] …]"
        );
        return 1;
}

static int Number(string[] rest, int index, int otherwise) =>
    rest.Length > index ? int.Parse(rest[index], CultureInfo.InvariantCulture) : otherwise;
