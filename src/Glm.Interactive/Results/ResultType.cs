using Glm.Interactive.Hosting;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Results;

/// <summary>What the notebook layer knows about one type of object. Immutable, thread-safe.</summary>
/// <param name="Type">The type; objects of derived types count as well.</param>
internal abstract record ResultType(Type Type)
{
    /// <summary>The type in plain English with its article, for example "a corpus"; null where its C# name says it best.</summary>
    public string? Words { get; init; }

    /// <summary>Columns of its table that measure the run, such as its speed, and differ each time.</summary>
    public IReadOnlyList<string> Measured { get; init; } = [];

    /// <summary>True if it can be exported as a table.</summary>
    public abstract bool HasTable { get; }

    /// <summary>True if it can be exported as arrays.</summary>
    public abstract bool HasArrays { get; }

    /// <summary>True if it can be exported as features of a genome.</summary>
    public abstract bool HasFeatures { get; }

    /// <summary>The object as a display.</summary>
    public abstract MimeBundle Show(object value);

    /// <summary>The object as plain text.</summary>
    public abstract string Print(object value);

    /// <summary>The object in one line; null where only its type can be said. May hold untrusted text.</summary>
    public abstract string? Describe(object value);

    /// <summary>The object as a table; null if it has none.</summary>
    public abstract DataFrame? ToTable(object value);

    /// <summary>The object as arrays, the most important first; null if it has none.</summary>
    public abstract IReadOnlyList<ResultArray>? ToArrays(object value);

    /// <summary>All its numbers, to compare runs by, where neither its table nor its arrays have them; null otherwise.</summary>
    public abstract IReadOnlyList<ResultArray>? ToNumbers(object value);

    /// <summary>Writes the object as features of a genome.</summary>
    /// <returns>How many; -1 if it has none.</returns>
    public abstract int WriteFeatures(object value, string path);

    /// <summary>Registers the formatters of the type.</summary>
    public abstract void Teach();
}

/// <inheritdoc cref="ResultType"/>
/// <param name="View">Makes the display.</param>
internal sealed record ResultType<T>(Func<T, MimeBundle> View) : ResultType(typeof(T))
    where T : class
{
    /// <summary>
    /// Makes the plain text, where that costs less than the whole display: a chart spends the notebook's one copy of Plotly.js.
    /// </summary>
    public Func<T, string>? Text { get; init; }

    /// <summary>One line about the object, without a line break.</summary>
    public Func<T, string>? Line { get; init; }

    /// <summary>The table to export.</summary>
    public Func<T, DataFrame>? Table { get; init; }

    /// <summary>The arrays to export, the most important first.</summary>
    public Func<T, IReadOnlyList<ResultArray>>? Arrays { get; init; }

    /// <summary>All its numbers, where neither table nor arrays have them.</summary>
    public Func<T, IReadOnlyList<ResultArray>>? Numbers { get; init; }

    /// <summary>Writes the features to export, as GFF3, and says how many.</summary>
    public Func<T, string, int>? Features { get; init; }

    public override bool HasTable => Table is not null;

    public override bool HasArrays => Arrays is not null;

    public override bool HasFeatures => Features is not null;

    public override MimeBundle Show(object value) => View((T)value);

    public override string Print(object value) => Text?.Invoke((T)value) ?? View((T)value).Plain;

    public override string? Describe(object value) => Line?.Invoke((T)value);

    public override DataFrame? ToTable(object value) => Table?.Invoke((T)value);

    public override IReadOnlyList<ResultArray>? ToArrays(object value) => Arrays?.Invoke((T)value);

    public override IReadOnlyList<ResultArray>? ToNumbers(object value) => Numbers?.Invoke((T)value);

    public override int WriteFeatures(object value, string path) => Features?.Invoke((T)value, path) ?? -1;

    public override void Teach() => GlmFormatters.Teach(this);
}
