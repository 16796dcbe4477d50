namespace Glm.Sessions;

/// <summary>
/// Where a session is saved, and what was made of it so far. Disposing of it disposes of what was made. Not thread-safe.
/// </summary>
/// <param name="folder">Of the session; relative paths in it begin there.</param>
internal sealed class SessionPlace(string folder) : IDisposable
{
    private readonly string _folder = Path.GetFullPath(folder);
    private readonly List<IDisposable> _made = [];

    /// <summary>A path as it is written into the session: as seen from the session's folder, where it can be, with slashes.</summary>
    public string PathTo(string path) => Path.GetRelativePath(_folder, Path.GetFullPath(path)).Replace('\\', '/');

    /// <summary>A path of the session, as seen from the current folder where it lies in there.</summary>
    /// <exception cref="DamagedObjectsException">It is no path.</exception>
    public string PathOf(string written)
    {
        if (written.Length == 0 || written.Contains('\0'))
            throw new DamagedObjectsException("it has something else where a path belongs");
        var full = Path.GetFullPath(written, _folder);
        var near = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return near.StartsWith("..", StringComparison.Ordinal) ? full : near;
    }

    /// <summary>Takes care of an object that has to be disposed of if the session cannot be restored.</summary>
    public T Hold<T>(T made)
        where T : IDisposable
    {
        _made.Add(made);
        return made;
    }

    /// <summary>Leaves all objects to whoever gets them.</summary>
    public void Release() => _made.Clear();

    public void Dispose()
    {
        foreach (var made in _made)
            made.Dispose();
    }
}
