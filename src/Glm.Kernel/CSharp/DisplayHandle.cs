namespace Glm.Kernel.CSharp;

/// <summary>Something shown, which can be replaced in the same place.</summary>
public sealed class DisplayHandle
{
    private readonly ICellSurface _surface;

    internal DisplayHandle(ICellSurface surface, string id)
    {
        _surface = surface;
        Id = id;
    }

    /// <summary>The display's id.</summary>
    public string Id { get; }

    /// <summary>Shows another value in the place of the first; from any thread, also after the cell has ended.</summary>
    public void Update(object? value) => _surface.Update(Id, value);
}
