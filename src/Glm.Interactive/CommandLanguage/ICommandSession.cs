namespace Glm.Interactive.CommandLanguage;

/// <summary>What the command language asks of a session: its commands and what they have made so far. Safe from any thread.</summary>
public interface ICommandSession
{
    /// <summary>The commands of the session.</summary>
    CommandCatalogue Catalogue { get; }

    /// <summary>What the session keeps, the newest last.</summary>
    IReadOnlyList<SessionObject> Objects { get; }

    /// <summary>The newest object of a type that a command made or was given by name; null if there is none.</summary>
    T? Current<T>()
        where T : class;
}
