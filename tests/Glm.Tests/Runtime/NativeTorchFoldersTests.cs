using Glm.Runtime;

namespace Glm.Tests.Runtime;

public sealed class NativeTorchFoldersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("glm-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("torch/lib")]
    [InlineData("torch")]
    [InlineData("")]
    public void Should_search_the_named_folder_first(string named)
    {
        var lib = Write("torch/lib/libtorch.so", "");
        Assert.Equal(lib, Path.Combine(NativeTorchFolders.All(Path.Combine(_folder, named))[0], "libtorch.so"));
    }

    [Fact]
    public void Should_refuse_a_named_folder_that_is_not_there()
    {
        var named = Path.Combine(_folder, "nowhere");
        Assert.Equal(
            $"GLM_LIBTORCH names '{named}', which is not a folder. Name the folder that holds libtorch.so, or unset it.",
            Assert.Throws<GlmException>(() => NativeTorchFolders.All(named)).Message
        );
    }

    [Fact]
    public void Should_refuse_a_named_folder_without_libtorch() =>
        Assert.Contains(
            "holds no libtorch.so",
            Assert.Throws<GlmException>(() => NativeTorchFolders.All(_folder)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_list_existing_folders_once()
    {
        var folders = NativeTorchFolders.All(named: null);
        Assert.NotEmpty(folders);
        Assert.All(folders, folder => Assert.True(Directory.Exists(folder)));
        Assert.Equal(folders.Distinct(), folders);
    }

    [Fact]
    public void Should_read_the_version_of_a_Python_PyTorch()
    {
        Write("torch/version.py", "from typing import Optional\n__all__ = ['__version__']\n__version__ = '2.9.1+cu128'\ndebug = False\n");
        Assert.Equal("2.9.1+cu128", NativeTorchFolders.VersionIn(Path.Combine(_folder, "torch", "lib")));
    }

    [Fact]
    public void Should_read_the_version_of_a_libtorch_download()
    {
        Write("build-version", "2.10.0+cpu\n");
        Assert.Equal("2.10.0+cpu", NativeTorchFolders.VersionIn(Path.Combine(_folder, "lib")));
    }

    [Theory]
    [InlineData("libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native", "2.10.0")]
    [InlineData("libtorch-cuda-12.8-linux-x64/2.10.0.1/runtimes/linux-x64/native", "2.10.0.1")]
    [InlineData("somewhere/lib", null)]
    public void Should_read_the_version_in_a_package_path(string path, string? version) =>
        Assert.Equal(version, NativeTorchFolders.VersionIn(Path.Combine(_folder, path)));

    [Theory]
    [InlineData("2.10.0.0", "2.10.0")]
    [InlineData("2.10.0+cu128", "2.10.0")]
    [InlineData("2.10.0a0-gitabc", "2.10.0a0")]
    [InlineData("2.10", "2.10")]
    public void Should_compare_the_first_three_numbers(string version, string compared) =>
        Assert.Equal(compared, NativeTorchFolders.ShortVersion(version));

    [Fact]
    public void Should_name_both_versions_when_they_differ() =>
        Assert.Equal(
            "/x/lib holds libtorch 1.13.0, but TorchSharp 0.107.0 needs 2.10.0. Install that version, or unset GLM_LIBTORCH and "
                + "add the package TorchSharp-cpu.",
            Assert.Throws<GlmException>(() => NativeTorch.RefuseAnotherVersion("1.13.0", "2.10.0", "0.107.0", "/x/lib")).Message
        );

    [Theory]
    [InlineData(null)]
    [InlineData("2.10.0+cu128")]
    public void Should_accept_the_same_or_an_unknown_version(string? found) =>
        NativeTorch.RefuseAnotherVersion(found, "2.10.0", "0.107.0", "/x/lib");

    private string Write(string relative, string text)
    {
        var path = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
