using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Testing;

namespace Glm.Tests.Modeling;

public sealed class CheckpointIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_leave_one_whole_model_wherever_it_is_killed()
    {
        var random = new Random(7);
        var folder = _folder["model"];
        _folder.Write("model/README.md", "theirs");
        for (var kill = 0; kill < 8; kill++)
        {
            using (var program = SavingProgram.Start(folder))
            {
                await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken); // one save is complete
                await Task.Delay(random.Next(40), TestContext.Current.CancellationToken);
                program.Kill();
                await program.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
            var loaded = GlmCheckpoint.Load(folder);
            using var expected = SavingProgram.Checkpoint(loaded.Config.Layers == 3).ToModel();
            Assert.Equal(SmallModel.Weights(expected), SmallModel.Weights(loaded.ToModel()));
            Assert.Equal(loaded.Config.Layers == 3, loaded.Features.Normalizer is not null);
            Assert.Equal(loaded.Config.Layers == 3 ? "second" : null, loaded.Find(SavingProgram.Note));
            loaded.Weights.Dispose();
        }
        using (var model = SmallModel.Create())
            model.Save(folder);
        Assert.Equal(
            ["README.md", "config.json", "model.safetensors"],
            Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("features.safetensors")]
    public void Should_refuse_a_file_of_another_save(string name)
    {
        Save("one", 1);
        Save("two", 2);
        File.Copy(_folder[$"one/{name}"], _folder[$"two/{name}"], overwrite: true);
        var error = Assert.Throws<GlmException>(() => GlmModel.Load(_folder["two"])).Message;
        Assert.Contains("are not of one save", error);
        Assert.Contains(name == "features.safetensors" ? name : "config.json", error);
    }

    [Fact]
    public void Should_miss_a_transform_that_was_saved()
    {
        Save("one", 1);
        File.Delete(_folder["one/features.safetensors"]);
        var error = Assert.Throws<GlmException>(() => GlmModel.Load(_folder["one"])).Message;
        Assert.Contains("features.safetensors: this file is missing, which was saved with the model beside it", error);
        File.Delete(_folder["one/config.json"]); // weights of their own
        using var model = GlmModel.Load(_folder["one"]);
        Assert.Null(model.Normalizer);
    }

    [Fact]
    public void Should_refuse_a_transform_whose_numbers_have_changed()
    {
        Save("one", 1);
        var bytes = File.ReadAllBytes(_folder["one/features.safetensors"]);
        bytes[^3] ^= 1;
        File.WriteAllBytes(_folder["one/features.safetensors"], bytes);
        Assert.Contains("are not of one save", Assert.Throws<GlmException>(() => GlmModel.Load(_folder["one"])).Message);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("features.safetensors")]
    public void Should_refuse_a_folder_in_place_of_a_file(string name)
    {
        Save("one", 1);
        File.Delete(_folder[$"one/{name}"]);
        Directory.CreateDirectory(_folder[$"one/{name}"]);
        var error = Assert.Throws<GlmException>(() => GlmModel.Load(_folder["one"])).Message;
        Assert.Contains($"{name}: this is a folder", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_not_read_a_configuration_that_never_ends()
    {
        Save("one", 1);
        using (var file = File.Create(_folder["one/config.json"]))
            file.SetLength(1L << 32); // zeros that take no room
        Assert.Contains("it has more than", Assert.Throws<GlmException>(() => GlmModel.Load(_folder["one"])).Message);
    }

    [Fact]
    public void Should_refuse_a_part_of_another_save_and_pass_over_one_of_none()
    {
        using var model = SmallModel.Create();
        GlmCheckpoint.Of(model).With(SavingProgram.Note, "one").Save(_folder["model"]);
        _folder.Write("model/note.txt", "two");
        var error = Assert.Throws<GlmException>(() => GlmCheckpoint.Load(_folder["model"]).Find(SavingProgram.Note)).Message;
        Assert.Contains("note.txt: this file is not the one that was saved", error);
        File.Delete(_folder["model/note.txt"]);
        error = Assert.Throws<GlmException>(() => GlmCheckpoint.Load(_folder["model"]).Find(SavingProgram.Note)).Message;
        Assert.Contains("note.txt: this file is missing", error);
        GlmCheckpoint.Of(model).Save(_folder["model"]);
        _folder.Write("model/note.txt", "theirs");
        Assert.Null(GlmCheckpoint.Load(_folder["model"]).Find(SavingProgram.Note));
    }

    [Fact]
    public void Should_load_files_that_have_no_identity()
    {
        Save("one", 1);
        foreach (var name in new[] { "config.json", "model.safetensors", "features.safetensors" })
            WithoutIdentity(_folder[$"one/{name}"]);
        using var model = GlmModel.Load(_folder["one"]);
        Assert.NotNull(model.Normalizer);
        Save("two", 1);
        WithoutIdentity(_folder["two/config.json"]);
        Assert.Contains("are not of one save", Assert.Throws<GlmException>(() => GlmModel.Load(_folder["two"])).Message);
    }

    [Fact]
    public void Should_write_equal_files_of_equal_models()
    {
        Save("one", 1);
        Save("two", 1);
        foreach (var path in Directory.GetFiles(_folder["one"]))
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_folder[$"two/{Path.GetFileName(path)}"]));
    }

    private void Save(string name, int seed)
    {
        using var model = SmallModel.Create(seed);
        model.Features = new FeatureFit(new Normalizer([.. Enumerable.Repeat((double)seed, 12)], [.. Enumerable.Repeat(1.0, 12)]), null);
        model.Save(_folder[name]);
    }

    /// <summary>Renames the key, in place, as if this program had never written it.</summary>
    private static void WithoutIdentity(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf("glm_checkpoint"u8);
        "xxx"u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(path, bytes);
    }
}
