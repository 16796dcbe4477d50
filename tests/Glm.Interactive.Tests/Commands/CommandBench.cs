using Glm.Features;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Testing;

namespace Glm.Interactive.Tests.Commands;

/// <summary>A session with the standard commands in a folder of its own, and small real data to give it.</summary>
internal sealed class CommandBench : IDisposable
{
    private static readonly Lazy<ScaffoldSet> Simulated = new(() =>
        GenomeSimulator.Simulate(new SimulationOptions { Genomes = 8, Seed = 7 })
    );
    private static readonly Lazy<ProteinVectors> Embedded = new(() => new CompositionEmbedder().Embed(Simulated.Value));
    private static readonly Lazy<LabelPca> Labels = new(() => FeatureTransform.Fit(Embedded.Value, components: 99).Labels!);

    public CommandBench() => Host = new FakeHost { WorkingDirectory = Folder.Path };

    public TemporaryFolder Folder { get; } = new();

    public FakeHost Host { get; }

    public GlmSession Session { get; init; } = new();

    /// <summary>Eight genomes of 6 scaffolds each.</summary>
    public static ScaffoldSet Scaffolds => Simulated.Value;

    public static ProteinVectors Proteins => Embedded.Value;

    public Task Run(string line) => Session.RunLineAsync(line, Host);

    /// <summary>Runs a line and gives what it showed last.</summary>
    public async Task<MimeBundle> Show(string line)
    {
        await Run(line);
        var shown = Host.Shown[^1];
        Assert.NotEqual("", shown.Plain.Trim());
        Assert.NotEqual("", shown.Parts["text/html"].Trim());
        return shown;
    }

    /// <summary>Runs a line that must be refused in one line, and gives that line with this folder's path taken out.</summary>
    public async Task<string> Refused(string line)
    {
        var variables = Host.Variables.Count;
        var message = (await Assert.ThrowsAsync<GlmException>(() => Run(line))).Message;
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 20, 700);
        Assert.Equal(variables, Host.Variables.Count);
        return message
            .Replace(Folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
            .Replace(Folder.Path, ".", StringComparison.Ordinal);
    }

    /// <summary>The variable that a command made, which must have this very static type.</summary>
    public T Variable<T>(string name)
    {
        Assert.Equal(typeof(T), Host.Types[name]);
        return Assert.IsType<T>(Host.Variables[name], exactMatch: false);
    }

    /// <summary>Puts an object where an earlier command would have left it.</summary>
    public CommandBench With(string name, object value)
    {
        Host.SetVariable(name, value, value.GetType());
        Session.Remember(name, value);
        return this;
    }

    public CommandBench WithScaffolds() => With("scaffolds", Scaffolds);

    public CommandBench WithProteins() => WithScaffolds().With("proteins", Proteins);

    /// <summary>A fresh tiny model whose labels need no fitting.</summary>
    public CommandBench WithModel() => WithProteins().With("model", NewModel());

    public static GlmModel NewModel(int seed = 1)
    {
        var model = GlmModel.Create(GlmConfig.Tiny, seed);
        model.LabelPca = Labels.Value;
        return model;
    }

    public void Dispose()
    {
        foreach (var model in Host.Variables.Values.OfType<GlmModel>())
            model.Dispose();
        Folder.Dispose();
    }
}
