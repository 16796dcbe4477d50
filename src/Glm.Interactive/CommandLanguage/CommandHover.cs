namespace Glm.Interactive.CommandLanguage;

/// <summary>Explains the word under the cursor of a command line.</summary>
public static class CommandHover
{
    /// <summary>
    /// Help on a command or an option, or the object of a variable; null if there is nothing to say. Never throws, whatever the line.
    /// </summary>
    /// <param name="line">A line that starts with <c>#!glm</c>; may be wrong or unfinished.</param>
    /// <param name="cursor">0 to the line's length; a value outside is moved to the nearer end.</param>
    /// <param name="session">Holds the catalogue.</param>
    /// <param name="host">Finds variables; null for none.</param>
    public static HelpPage? Describe(string line, int cursor, ICommandSession session, INotebookVariables? host = null)
    {
        var place = LinePosition.At(line, Math.Clamp(cursor, 0, line.Length), session.Catalogue);
        if (place.Word is not { } word)
            return null;
        if (place.Index == 0)
            return word.Text == CommandCatalogue.Magic ? CommandHelp.Of(session.Catalogue) : null;
        if (place.Index == 1)
            return session.Catalogue.Find(word.Text) is { } command ? CommandHelp.Of(command) : null;
        if (place.Command is null)
            return null;
        if (word.IsOption)
            return place.Command.Options.FirstOrDefault(option => option.Name == word.Text) is { } named ? CommandHelp.Of(named) : null;
        var option = place.Option
            ?? place.Command.Options.FirstOrDefault(candidate => candidate.IsImplicit && !place.Given.Contains(candidate.Name));
        if (
            option is { Kind: OptionKind.Variable }
            && host is not null
            && host.TryGetVariable(word.Text, out var value)
            && value is not null
        )
            return OfVariable(word.Text, value, session.Catalogue.Vocabulary);
        return option is null ? null : CommandHelp.Of(option);
    }

    private static HelpPage OfVariable(string name, object value, IVocabulary vocabulary) =>
        new() { Title = $"{name}: {vocabulary.Words(value.GetType())}", Text = vocabulary.Line(value) };
}
