using System.Globalization;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>Checks the text of a value against its option.</summary>
internal static class OptionValue
{
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

    /// <summary>Why a value is refused and what would do, in words that follow the option's name.</summary>
    public static string Refusal(CommandOption option, string value)
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
        return $"must be {option.Rule}, not '{LineText.Shown(value)}'.{hint}";
    }
}
