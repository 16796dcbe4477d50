namespace Glm.Interactive.Display.Drawing;

/// <summary>Where genes stand that are drawn at equal distances in as many rows as a width asks for, their names slanted below.</summary>
internal sealed class GeneRows
{
    /// <summary>Font size of names.</summary>
    public const double NameSize = 10;

    /// <summary>By how many degrees names are turned.</summary>
    public const double NameAngle = -42;

    /// <summary>Room at the edges of the picture.</summary>
    public const double Margin = 14;

    private const double SmallestStep = 34;
    private const double LargestStep = 56;

    /// <summary>The sine of the angle, on the generous side: the height of a slanted name by its length.</summary>
    private const double Rise = 0.72;

    /// <summary>How far the first name may reach to the left of its gene's middle.</summary>
    private const double FirstName = 8;

    private readonly double _left;
    private readonly int _genes;

    /// <param name="names">Of the genes, at least one.</param>
    /// <param name="width">The most that a row may take.</param>
    public GeneRows(IReadOnlyList<string> names, double width)
    {
        _genes = names.Count;
        NameRoom = names.Max(name => Svg.TextWidth(name, NameSize)) * Rise;
        _left = Math.Max(Margin, NameRoom - FirstName);
        var most = Math.Clamp((int)((width - _left - Margin) / SmallestStep), 1, _genes);
        // Rows of equal length, rather than one gene in the last.
        Count = (_genes + most - 1) / most;
        PerRow = (_genes + Count - 1) / Count;
        Step = Math.Min(LargestStep, (width - _left - Margin) / PerRow);
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Genes in a row; fewer in the last.</summary>
    public int PerRow { get; }

    /// <summary>From the middle of a gene to that of the next.</summary>
    public double Step { get; }

    /// <summary>The height that names take.</summary>
    public double NameRoom { get; }

    /// <summary>The width of a row.</summary>
    public double Width => _left + Margin + (Step * PerRow);

    /// <summary>The genes of a row.</summary>
    public (int First, int End) Row(int row) => (row * PerRow, Math.Min(_genes, (row + 1) * PerRow));

    /// <summary>The middle of a gene in its row.</summary>
    public double Center(int gene) => _left + (Step * ((gene % PerRow) + 0.5));
}
