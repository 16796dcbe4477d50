using System.Globalization;
using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>The text of a value: how it is written, checked against its option, and read.</summary>
internal static class OptionValue
{
    /// <summary>A number, text, boolean or file as it is written on a line; null for anything else.</summary>
    public static string? WrittenOrNull(object? value) =>
        value switch
        {
            string text => text,
            bool truth => truth ? "true" : "false",
            sbyte or byte or short or ushort or int or uint or long or ulong or Half or float or double or decimal => (
                (IFormattable)value
            ).ToString(null, CultureInfo.InvariantCulture),
            FileSystemInfo file => file.FullName,
            _ => null,
        };

    /// <summary>A default as help shows it: 1e-4 for a small number, the name of an enumeration in lower case with dashes.</summary>
    public static string Written<T>(T value)
        where T : struct =>
        value switch
        {
            Enum name => string.Concat(name.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}")).ToLowerInvariant(),
            double small when small != 0 && Math.Abs(small) < 0.001 => small.ToString("0.###e0", CultureInfo.InvariantCulture),
            _ => WrittenOrNull(value) ?? throw new ArgumentException($"A {typeof(T).Name} cannot be a default.", nameof(value)),
        };

    /// <summary>The number that an accepted value is.</summary>
    public static int Integer(string value) => int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Integer"/>
    public static double Number(string value) => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static bool Accepts(CommandOption option, string value) =>
        option.Kind switch
        {
            OptionKind.Integer => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                && option.Range.Contains(whole),
            OptionKind.Number => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number)
                && option.Range.Contains(number),
            OptionKind.Choice => option.Choices.Contains(value, StringComparer.Ordinal),
            OptionKind.Variable or OptionKind.NewVariable => CSharpName.IsValid(value),
            OptionKind.File or OptionKind.Folder => value.Length > 0 && !value.Contains('\0', StringComparison.Ordinal),
            _ => true,
        };

    /// <summary>What a value must be, in words that follow "must be".</summary>
    public static string Rule(CommandOption option, IVocabulary vocabulary) =>
        option.Kind switch
        {
            OptionKind.Integer => $"a whole number {option.Range}".TrimEnd(),
            OptionKind.Number => $"a number {option.Range}".TrimEnd(),
            OptionKind.Flag => "given without a value",
            OptionKind.Choice => option.Choices.Count == 1
                ? option.Choices[0]
                : $"{string.Join(", ", option.Choices.SkipLast(1))} or {option.Choices[^1]}",
            OptionKind.File => option.Choices.Count > 0 ? $"{string.Join(", ", option.Choices)} or a file" : "a file",
            OptionKind.Folder => "a folder",
            OptionKind.Variable when option.VariableType == typeof(object) => "the name of a C# variable",
            OptionKind.Variable => $"the name of a C# variable with {vocabulary.Words(option.VariableType!)}",
            OptionKind.NewVariable => "a C# variable name (letters, digits and _, not a keyword)",
            _ => "a string",
        };

    /// <summary>Why a value is refused and what would be accepted, in words that follow the name of the option.</summary>
    public static string Refusal(CommandOption option, string value, IVocabulary vocabulary)
    {
        var hint = option.Kind switch
        {
            OptionKind.Choice when NearestName.Of(value, option.Choices) is { } near => $" Did you mean '{near}'?",
            OptionKind.Number when Accepts(option, value.Replace(',', '.')) => $" Write {value.Replace(',', '.')}.",
            OptionKind.Integer
                when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && number == Math.Floor(number)
                    && Math.Abs(number) <= int.MaxValue
                    && option.Range.Contains(number) => string.Create(CultureInfo.InvariantCulture, $" Write {number:0}."),
            OptionKind.Integer
                when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big)
                    && option.Range.Contains(big) => $" The largest is {int.MaxValue}.",
            OptionKind.NewVariable when CSharpName.IsKeyword(value) => $" '{value}' is a keyword of C#.",
            _ => "",
        };
        return $"must be {Rule(option, vocabulary)}, not '{LineText.Shown(value)}'.{hint}";
    }
}
