namespace Glm.Interactive.CommandLanguage;

/// <summary>What is at a place of a command line that may be unfinished or wrong.</summary>
/// <param name="Command">The command of the line; null before its name, and for an unknown one.</param>
/// <param name="Index">Number of words before the place: 0 for the magic itself, 1 for the name of the command.</param>
/// <param name="Word">The word that holds the place; null on a space.</param>
/// <param name="Option">The option whose value is, or is expected, at the place; null elsewhere.</param>
/// <param name="Given">Names of the options on the line, except the word at the place.</param>
internal sealed record LinePosition(
    ICommandDeclaration? Command,
    int Index,
    CommandWord? Word,
    CommandOption? Option,
    IReadOnlySet<string> Given
)
{
    public static LinePosition At(string line, int cursor, CommandCatalogue catalogue)
    {
        var words = CommandWord.Split(line);
        var index = words.TakeWhile(word => word.End < cursor).Count();
        var here = index < words.Count && words[index].Start <= cursor ? words[index] : null;
        var command = words.Count > 1 && index > 1 && !words[1].Quoted ? catalogue.Find(words[1].Text) : null;
        var given = new HashSet<string>(StringComparer.Ordinal);
        var implied = command?.Options.FirstOrDefault(option => option.IsImplicit);
        CommandOption? due = null,
            expected = null;
        for (var i = 2; command is not null && i < words.Count; i++)
        {
            if (i == index && here is null)
                (expected, due) = (due, null);
            if (i == index && here is not null)
            {
                expected = here.IsOption ? null : due;
                due = here.IsOption ? Valued(command, here.Text) : null;
            }
            else if (words[i].IsOption)
            {
                given.Add(words[i].Text);
                due = Valued(command, words[i].Text);
            }
            else if (due is not null)
                due = null;
            else if (implied is not null)
                given.Add(implied.Name);
        }
        return new LinePosition(command, index, here, index >= words.Count ? due : expected, given);
    }

    private static CommandOption? Valued(ICommandDeclaration command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name && option.Kind != OptionKind.Flag);
}
