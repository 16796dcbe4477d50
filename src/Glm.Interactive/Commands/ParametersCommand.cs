using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm parameters</c>: declares a parameter of the notebook, which <c>glm run -p</c> and papermill set.</summary>
public sealed class ParametersCommand : GlmCommand
{
    /// <summary>The command's name.</summary>
    public const string Word = "parameters";

    private static readonly Option<string> Variable = CommandOption
        .NewVariable("--name", "The parameter: the C# variable that receives its value.")
        .Required()
        .Implicit();

    private static readonly Option<string> Default = CommandOption.Text("--default", "The value unless another is given.").Required() with
    {
        ValueName = "VALUE",
    };

    private static readonly Option<ParameterKind?> Kind = CommandOption.Choice<ParameterKind>(
        "--type",
        "What its values are: an int, a double, a bool or a string in C#. By default what they look like: 300 is an integer, 0.1 a "
            + "number, true a boolean, anything else text."
    );

    private static readonly Option<double?> Min = CommandOption.Number("--min", "The smallest number that is accepted.");

    private static readonly Option<double?> Max = CommandOption.Number("--max", "The largest number that is accepted.");

    private static readonly Option<string?> Choices = CommandOption.Text(
        "--choices",
        "The only values that are accepted, separated by commas."
    ) with
    {
        ValueName = "VALUE,…",
    };

    private static readonly Option<string?> Description = CommandOption.Text("--description", "What it is, for the reader.");

    public override string Name => Word;

    public override string Summary => "Declares a parameter of the notebook: glm run -p and papermill set it, and C# and @name read it.";

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [Variable, Default, Kind, Min, Max, Choices, Description];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions =>
        [
            ["--choices", "--min"],
            ["--choices", "--max"],
        ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm parameters steps --default 300 --min 1 --max 100000 --description \"Steps of training.\"",
            "Declares a whole number, which glm run notebook.ipynb -p steps=1000 sets; #!glm train --steps @steps reads it.",
            "int steps = 300;"
        ),
        new("#!glm parameters preset --default tiny --choices tiny,small,paper", "Declares a choice.", "string preset = \"tiny\";"),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var parameter = Read(context.Arguments);
        context.Session.Declare(parameter);
        context.Host.SetVariable(parameter.Name, parameter.Read(parameter.Default), parameter.Type);
        context.Display(
            KeyValueView.Create(
                "",
                (parameter.Name, $"{parameter.Rule}; {parameter.Default} by default. {parameter.Description}".TrimEnd())
            )
        );
        return Task.CompletedTask;
    }

    /// <summary>What a line declares.</summary>
    /// <param name="arguments">Of a line of this command.</param>
    /// <exception cref="GlmException">The default or a bound does not fit the rest.</exception>
    public static NotebookParameter Read(CommandArguments arguments)
    {
        var name = arguments.Written(Variable)!;
        var standard = arguments.Written(Default)!;
        var choices = arguments.Written(Choices)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        var kind = arguments.Written(Kind) is { } named
            ? Enum.Parse<ParameterKind>(named, ignoreCase: true)
            : Common(choices.Length > 0 ? choices : [standard]);
        var (min, max) = (Bound(Min), Bound(Max));
        if ((min ?? max) is not null && kind is not (ParameterKind.Integer or ParameterKind.Number))
            throw Mistake($"has bounds, but its values are of type {OptionValue.Written(kind)}; --min and --max are for numbers.");
        if (min > max)
            throw Mistake($"has --min {min}, which is above --max {max}; exchange them.");
        var any = new NotebookParameter(name, kind, standard);
        if (choices.FirstOrDefault(choice => choice.Length == 0 || any.Refusal(choice) is not null) is { } odd)
            throw Mistake($"has a choice {LineText.Quoted(odd)}; of type {OptionValue.Written(kind)}, each must be {any.Rule}.");
        var parameter = any with
        {
            Range = new NumericRange(min ?? double.NegativeInfinity, max ?? double.PositiveInfinity),
            Choices = choices,
            Description = arguments.Written(Description) ?? "",
        };
        return parameter.Refusal(standard) is { } refusal
            ? throw new GlmException($"{CommandCatalogue.Magic} {Word}: --default of {name} {refusal}")
            : parameter;

        double? Bound(CommandOption option) => arguments.Written(option) is { } written ? OptionValue.Number(written) : null;

        GlmException Mistake(FormattableString what) =>
            new($"{CommandCatalogue.Magic} {Word}: {name} {FormattableString.Invariant(what)}");
    }

    /// <summary>What all values look like: whole numbers among numbers are numbers; else what differs is text.</summary>
    private static ParameterKind Common(IReadOnlyList<string> values)
    {
        var kinds = values.Select(NotebookParameter.KindOf).Distinct().ToArray();
        return kinds.Length == 1 ? kinds[0]
            : kinds.All(kind => kind is ParameterKind.Integer or ParameterKind.Number) ? ParameterKind.Number
            : ParameterKind.Text;
    }
}
