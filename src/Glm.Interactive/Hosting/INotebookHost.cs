using Glm.Interactive.CommandLanguage;

namespace Glm.Interactive.Hosting;

/// <summary>
/// What a command sees of the world: a place to show things, the notebook's C# variables, a clock, and the user's wish to stop. Every
/// member may be called from any thread while the command runs.
/// </summary>
public interface INotebookHost : INotebookVariables
{
    /// <summary>Cancelled when the user interrupts the cell.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>The clock for rates and throttling.</summary>
    TimeProvider Clock { get; }

    /// <summary>Shows something; the id that comes back allows <see cref="Update"/>.</summary>
    string Display(MimeBundle content);

    /// <summary>Replaces what a display shows.</summary>
    void Update(string displayId, MimeBundle content);

    /// <summary>Makes a C# variable of the given type, or replaces it; the next line of C# sees it.</summary>
    void SetVariable(string name, object value, Type type);
}
