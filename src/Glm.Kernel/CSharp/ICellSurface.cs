namespace Glm.Kernel.CSharp;

/// <summary>What <see cref="CellApi"/> needs of whoever runs the cell.</summary>
internal interface ICellSurface
{
    CancellationToken Cancellation { get; }

    string Display(object? value);

    void Update(string displayId, object? value);

    void Clear(bool wait);

    /// <summary>A line from the user; null where there is nobody to ask.</summary>
    string? ReadLine(string prompt, bool password);
}
