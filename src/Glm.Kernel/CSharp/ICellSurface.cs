namespace Glm.Kernel.CSharp;

/// <summary>What <see cref="CellApi"/> needs from the runner of the cell.</summary>
internal interface ICellSurface
{
    CancellationToken Cancellation { get; }

    /// <summary>Shows a value in the given types, or in those that suit it where none are given; returns the display's id.</summary>
    string Display(object? value, IReadOnlyList<string> mimeTypes);

    void Update(string displayId, object? value);

    void Clear(bool wait);

    /// <summary>A line from the user; null where there is nobody to ask.</summary>
    string? ReadLine(string prompt, bool password);
}
