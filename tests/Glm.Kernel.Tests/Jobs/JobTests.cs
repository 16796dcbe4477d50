using Glm.Interactive.Commands;
using Glm.Kernel.Jobs;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Kernel.Tests.Jobs;

public sealed class JobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Job Read(string name, string text)
    {
        _folder.Write(name, text);
        return Job.Read(_folder[name], StandardCommands.Catalogue);
    }

    private IEnumerable<string> Lines(string name, string text) => Read(name, text).Steps.Select(step => step.Line);

    [Fact]
    public void Should_read_YAML_and_JSON_alike()
    {
        const string yaml = """
            # what we do on Mondays
            load: { path: "../my genomes", min-genes: 10, keep-short: true, recursive: false }
            embed:
            model:
              preset: tiny   # three layers
            train:
              steps: 20
              lr: 1e-3
              save: 'my-model'
              baselines: true
            """;
        const string json = """
            {
            	"load": {"path": "..\/my genomes", "min-genes": 10, "keep-short": true, "recursive": false},
            	"embed": {},
            	"model": {"preset": "tiny"},
            	"train": {
            		"steps": 20,
            		"lr": 1e-3, "save": "my-\u006dodel",
            		"baselines": true
            	}
            }
            """;
        string[] expected =
        [
            "load --path \"../my genomes\" --min-genes 10 --keep-short",
            "embed",
            "model --preset tiny",
            "train --steps 20 --lr 1e-3 --save my-model --baselines",
        ];
        Assert.Equal(expected, Lines("job.yaml", yaml));
        Assert.Equal(expected, Lines("job.json", json));
        Assert.Equal(expected, Lines("crlf.yaml", "\uFEFF" + yaml.ReplaceLineEndings("\r\n")));
        var job = Read("job.yaml", yaml);
        Assert.Equal(_folder.Path, job.Folder);
        Assert.Equal([2, 3, 4, 6], job.Steps.Select(step => int.Parse(step.Place.Split(':')[^1])));
    }

    [Fact]
    public void Should_read_a_list_in_which_commands_come_again_and_a_single_value() =>
        Assert.Equal(
            ["load --path a", "load --path b --as others", "train --save \"~\"", "train --save no"],
            Lines("job.yaml", "- load: a\n- load: { path: b, as: others }\n- train: { save: '~' }\n- train: { save: no }\n")
                .Select(line => line.Replace("--save ~", "--save \"~\"", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("", "the job is empty. Write the commands of a training, such as train: { save: my-model }.")]
    [InlineData("# nothing\n", "the job is empty. Write the commands of a training, such as train: { save: my-model }.")]
    [InlineData("load: a\n", "there is no train in the job. Add a line such as train: { minutes: 20, save: my-model }.")]
    [InlineData("load: a\ntrain:\n", "2: train has no save, and the trained model would be lost. Add save: FOLDER to its options.")]
    [InlineData("lod: a\n", "1: there is no command 'lod'. Did you mean 'load'? A job has load, simulate, embed, model and train.")]
    [InlineData(
        "\nattention: {}\n",
        "2: 'attention' makes no training; a job has load, simulate, embed, model and train. A notebook that "
            + "glm run executes can do the rest."
    )]
    [InlineData("train:\n  step: 5\n", "2: train: there is no option 'step'. Did you mean 'steps'? Its options: preset, steps,")]
    [InlineData("train:\n  --lr: 5\n", "2: train: there is no option '--lr'. Did you mean 'lr'?")]
    [InlineData("train:\n  <<: 5\n", "2: train: there is no option '<<'. Its options:")]
    [InlineData("load:\n  min-genes: 0\n", "2: load: min-genes must be a whole number from 1 to 512, not '0'.")]
    [InlineData("train:\n  lr: 0,1\n", "2: train: lr must be a number above 0")]
    [InlineData("train:\n\n  preset: genome\n", "3: train: preset must be standard or genomes, not 'genome'. Did you mean 'genomes'?")]
    [InlineData("train: { steps: }\n", "1: train: steps has no value. Write steps: N, or leave it out.")]
    [InlineData("train: { baselines: ~ }\n", "1: train: baselines has no value. Write baselines: true, or leave it out.")]
    [InlineData("train: { baselines: yes }\n", "1: train: baselines must be true or false, not 'yes'.")]
    [InlineData("train: { baselines: 'true' }\n", "1: train: baselines must be true or false, not 'true'.")]
    [InlineData("train: { steps: 5, epochs: 5 }\n", "1: #!glm train: --steps and --epochs cannot be combined; give one of them.")]
    [InlineData("embed: genomes\n", "1: embed takes a map of options, not 'genomes'. Write embed: { option: value }.")]
    [InlineData(
        "load: a\nload: b\n",
        "2: 'load' is given twice, in line 1 too; give it once. Commands that are to run several times stand in a list: - train: { … }."
    )]
    [InlineData("train:\n  save: a\n  save: b\n", "3: 'save' is given twice, in line 2 too; give it once.")]
    [InlineData("train:\n  save: [a]\n", "2: 'save' takes one value, not a map or a list.")]
    [InlineData("train: [a]\n", "1: the options of 'train' are a map, not a list. Write train: { option: value }.")]
    [InlineData("5\n", "1: a command with its options is expected, such as train: { minutes: 20, save: my-model }.")]
    [InlineData("- 5\n", "1: a command with its options is expected, such as train: { minutes: 20, save: my-model }.")]
    [InlineData("? [a]\n: b\n", "1: the name of a command or an option is expected before the colon, not a map or a list.")]
    [InlineData("load: a\n---\ntrain: b\n", "2: the file goes on after the end of the job; one file is one job.")]
    [InlineData("load: &a b\n", "1: a job has no anchors (&name); leave it out.")]
    [InlineData("load: *a\n", "1: a job has no aliases (*name); write the value out.")]
    [InlineData("load:\n  path: !!python/object:os.system b\n", "2: a job has no tags (!name); leave it out.")]
    [InlineData("!job\nload: b\n", "1: a job has no tags (!name); leave it out.")]
    [InlineData("load: a\ntrain: {\n", "3: this is not YAML: ")]
    [InlineData("load: \"a\n", "1: this is not YAML: ")]
    [InlineData("load:\n\tb: c\n", "2: the line begins with a tab, and YAML indents with spaces.")]
    [InlineData("load: @a\n", "1: this is not YAML: ")]
    public void Should_say_in_one_line_what_is_wrong_and_where(string text, string message) =>
        Assert.Contains($"job.yaml:{(char.IsAsciiDigit(message[0]) ? "" : " ")}{message}", Refused(text));

    [Fact]
    public void Should_refuse_hostile_files_at_once()
    {
        Assert.Contains("job.yaml:1: a command with its options is expected", Refused(new string('[', 200_000)));
        Assert.Contains("job.yaml:1: ", Refused(new string('{', 200_000)));
        Assert.Contains("job.yaml:1: ", Refused("train: " + new string('{', 200_000)));
        Assert.Contains("job.yaml:1: ", Refused("a: &a [b]\nc: &c [*a,*a,*a,*a]\nd: [*c,*c,*c,*c]\n"));
        Assert.Contains("job.yaml:", Refused("train: {save: a, lr: " + new string('9', 200_000) + "}"));
        Assert.Contains("job.yaml: it has more than 256 KB, which no job has.", Refused(new string('#', 300_000)));
        Assert.Contains("job.yaml:", Refused("load: \u0001\n"));
        File.WriteAllBytes(_folder["job.yaml"], [0x6C, 0xFF, 0xFE]);
        Assert.Contains("it is not UTF-8 text", Complaint("job.yaml"));
        Assert.Contains("There is no job ", Complaint("absent.yaml"));
        Assert.Contains(" is a folder; name a job's file.", Complaint("."));
    }

    private string Refused(string text)
    {
        _folder.Write("job.yaml", text);
        return Complaint("job.yaml");
    }

    private string Complaint(string name)
    {
        var message = Assert.Throws<GlmException>(() => Job.Read(_folder[name], StandardCommands.Catalogue)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 20, 1200);
        return message;
    }
}
