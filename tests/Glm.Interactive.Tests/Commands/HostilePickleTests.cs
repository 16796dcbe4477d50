namespace Glm.Interactive.Tests.Commands;

/// <summary>Every option that reads a pickle, with pickles that are not what they seem.</summary>
[Collection(AllocationMeasure.Name)]
public sealed class HostilePickleTests : IDisposable
{
    // What a refused file may make the process take, whatever it claims.
    private const long MostBytes = 300L << 20;

    private readonly CommandBench _bench = new();

    public HostilePickleTests()
    {
        var pickles = new Dictionary<string, byte[]>
        {
            ["command"] = HostileFiles.Command(_bench.Folder),
            ["nesting"] = HostileFiles.Nesting(),
            ["memo"] = HostileFiles.MemoBomb(),
            ["length"] = HostileFiles.Length(),
            ["cut"] = [0x80, 4, (byte)']', (byte)'('],
            ["vectors"] = [0x93, .. "NUMPY"u8],
            ["text"] = [.. "Dear diary"u8],
            ["empty"] = [],
        };
        foreach (var (name, bytes) in pickles)
        {
            _bench.Folder.Write(name + ".pkl", bytes);
            _bench.Folder.Write(name + ".bin", HostileFiles.Checkpoint(bytes));
        }
        _bench.Folder.Write("short.bin", HostileFiles.Checkpoint(new byte[1000])[..500]);
        _bench.WithScaffolds();
    }

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, string> Pickles =>
        new()
        {
            {
                "command",
                "the pickle refers to os.system, which is not data of a kind expected here; refused, and nothing was executed. "
                    + "Check where the file comes from."
            },
            { "nesting", "refused as a bomb: check where the file comes from." },
            { "memo", "bytes; refused as a bomb: check where the file comes from." },
            {
                "length",
                "a value of 1099511627776 bytes is declared at byte 11, but 5 bytes remain; the pickle is truncated or damaged; "
                    + "copy or download it again."
            },
            { "cut", "the pickle ends too early, at byte 4; the file is truncated. Copy or download it again." },
            { "vectors", "this is not a pickle (it begins with byte 0x93); check that the right file was named." },
            { "text", "this is not a pickle (it begins with byte 0x44); check that the right file was named." },
        };

    [Theory]
    [MemberData(nameof(Pickles))]
    public async Task Should_read_them_as_data_or_not_at_all(string name, string message)
    {
        foreach (var line in new[] { $"embed --with {name}.pkl", $"embed --normalizer {name}.pkl", $"model --label-pca {name}.pkl" })
            await Refused($"#!glm {line}", name + ".pkl", message);
        await Refused($"#!glm model {name}.bin", name + ".bin", message);
    }

    [Theory]
    [InlineData("embed --with empty.pkl", "empty.pkl: the file is empty (0 bytes); write or download it again.")]
    [InlineData(
        "model text.pkl",
        "text.pkl: not a PyTorch checkpoint (it is not a zip file); write it with torch.save, or name a .safetensors file."
    )]
    [InlineData(
        "model short.bin",
        "short.bin: the zip is truncated or damaged (End of Central Directory record could not be found.); copy or download it again."
    )]
    [InlineData(
        "model missing.bin",
        "missing.bin: no such file; check the name. A relative path starts from the notebook's folder, or else the current one."
    )]
    public async Task Should_say_what_is_wrong_with_a_file(string line, string message) =>
        Assert.Equal(message, await _bench.Refused("#!glm " + line));

    [Fact]
    public async Task Should_not_unpack_a_zip_bomb()
    {
        _bench.Folder.Write("bomb.bin", HostileFiles.ZipBomb());
        await Refused("#!glm model bomb.bin", "bomb.bin", "Save tensors, not Python lists.");
    }

    private async Task Refused(string line, string file, string message)
    {
        var before = GC.GetTotalAllocatedBytes();
        var refusal = await _bench.Refused(line);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, MostBytes);
        Assert.StartsWith(file + ":", refusal);
        Assert.EndsWith(message, refusal);
        Assert.False(File.Exists(_bench.Folder[HostileFiles.Footprint]));
    }
}
