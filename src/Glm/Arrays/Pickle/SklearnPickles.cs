using System.Collections.Frozen;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Pickle;

/// <summary>The scikit-learn objects that accompany a published gLM, read as data.</summary>
public static class SklearnPickles
{
    private const string Reconstructor = "copyreg._reconstructor"; // protocols 0 and 1
    private const string OldReconstructor = "copy_reg._reconstructor";

    private static readonly string[] PcaClasses = ["sklearn.decomposition._pca.PCA", "sklearn.decomposition.pca.PCA"];
    private static readonly string[] LogisticClasses =
    [
        "sklearn.linear_model._logistic.LogisticRegression",
        "sklearn.linear_model.logistic.LogisticRegression",
    ];

    /// <summary>Reads {"mean": [D], "std": [D]}.</summary>
    /// <returns>Mean and standard deviation per dimension, of one length; every std above 0.</returns>
    /// <exception cref="GlmException">The file is missing, damaged, hostile or holds something else.</exception>
    public static (double[] Mean, double[] Std) ReadNormalizer(string path)
    {
        var root = PickleReader.Read(path, Options([]));
        if (root is not PickleDict dict)
            throw new GlmException($"{path}: {NumpyPickle.Kind(root)} where a normaliser is needed: a dict with 'mean' and 'std'.");
        var mean = Vector(dict, "mean", path);
        var std = Vector(dict, "std", path);
        if (mean.Length != std.Length)
            throw new GlmException($"{path}: mean has {mean.Length} numbers and std {std.Length}; they must be as many.");
        var zero = Array.FindIndex(std, value => value <= 0);
        if (zero >= 0)
            throw new GlmException(
                $"{path}: std is {std[zero]} at position {zero}; each must be above 0. Fit the normaliser on more proteins."
            );
        return (mean, std);
    }

    /// <summary>Reads a fitted sklearn.decomposition.PCA.</summary>
    /// <exception cref="GlmException">The file is missing, damaged, hostile or holds something else.</exception>
    public static PickledPca ReadPca(string path)
    {
        var state = State(path, PcaClasses, "PCA");
        var components = NumpyPickle.ToArray(Attribute(state, "components_", path), $"{path}: components_");
        var mean = Vector(state, "mean_", path);
        var variance = Vector(state, "explained_variance_", path);
        if (components.Shape is not [> 0, > 0] || mean.Length != components.Shape[1] || variance.Length != components.Shape[0])
            throw new GlmException(
                $"{path}: components_ {ArrayLayout.Describe(components.Shape)}, mean_ ({mean.Length}) and explained_variance_ "
                    + $"({variance.Length}) do not fit together; the file is damaged: copy or download it again."
            );
        if (Attribute(state, "whiten", path) is not bool whiten)
            throw new GlmException($"{path}: whiten is neither True nor False; the file is damaged: copy or download it again.");
        if (whiten && Array.Exists(variance, value => value <= 0))
            throw new GlmException(
                $"{path}: a component explains no variance, so that whitening would divide by 0; fit the PCA with fewer components."
            );
        return new PickledPca(
            Finite(components.ToDouble(), $"{path}: components_"),
            (int)components.Shape[0],
            (int)components.Shape[1],
            mean,
            variance,
            whiten
        );
    }

    /// <summary>Reads a fitted sklearn.linear_model.LogisticRegression with integer classes.</summary>
    /// <exception cref="GlmException">The file is missing, damaged, hostile or holds something else.</exception>
    public static PickledLogisticRegression ReadLogisticRegression(string path)
    {
        var state = State(path, LogisticClasses, "LogisticRegression");
        var coefficients = NumpyPickle.ToArray(Attribute(state, "coef_", path), $"{path}: coef_");
        var intercept = Vector(state, "intercept_", path);
        var labels = NumpyPickle.ToArray(Attribute(state, "classes_", path), $"{path}: classes_");
        if (labels.Type is ElementType.Float16 or ElementType.Float32 or ElementType.Float64)
            throw new GlmException($"{path}: classes_ are {labels.Type}; integer classes are needed. Fit with integer labels.");
        var rows = labels.Count == 2 ? 1 : labels.Count;
        if (coefficients.Shape is not [> 0, > 0] || labels.Count < 2 || coefficients.Shape[0] != rows || intercept.Length != rows)
            throw new GlmException(
                $"{path}: coef_ {ArrayLayout.Describe(coefficients.Shape)}, intercept_ ({intercept.Length}) and {labels.Count} "
                    + $"classes do not fit together; the file is damaged: copy or download it again."
            );
        var classes =
            labels.Type == ElementType.Int64 ? labels.AsSpan<long>().ToArray() : Array.ConvertAll(labels.ToDouble(), label => (long)label);
        return new PickledLogisticRegression(
            Finite(coefficients.ToDouble(), $"{path}: coef_"),
            (int)coefficients.Shape[1],
            intercept,
            classes
        );
    }

    private static PickleOptions Options(string[] classes) =>
        new()
        {
            AllowedGlobals = NumpyPickle
                .Globals.Concat(classes)
                .Concat([Reconstructor, OldReconstructor, "builtins.object", "__builtin__.object"])
                .Concat([
                    "numpy.random._pickle.__randomstate_ctor",
                    "numpy.random._pickle.__bit_generator_ctor",
                    "numpy.random._mt19937.MT19937",
                ])
                .ToFrozenSet(),
        };

    /// <summary>The attributes of the one object in a file.</summary>
    private static PickleDict State(string path, string[] classes, string wanted)
    {
        var root = PickleReader.Read(path, Options(classes));
        if (root is PickleObject built && ClassOf(built) is { } type && classes.Contains(type))
            return built.State as PickleDict ?? throw new GlmException($"{path}: a {wanted} without attributes; fit it before saving.");
        throw new GlmException($"{path}: {NumpyPickle.Kind(root)} where a fitted scikit-learn {wanted} is needed.");
    }

    private static string? ClassOf(PickleObject built) =>
        built.Class.FullName is Reconstructor or OldReconstructor
            ? built.Arguments is [PickleGlobal type, ..]
                ? type.FullName
                : null
            : built.Class.FullName;

    private static object? Attribute(PickleDict state, string attribute, string path) =>
        state.TryGetValue(attribute, out var value)
            ? value
            : throw new GlmException($"{path}: holds no '{attribute}'; was the object fitted before it was saved?");

    private static double[] Vector(PickleDict state, string attribute, string path)
    {
        var array = NumpyPickle.ToArray(Attribute(state, attribute, path), $"{path}: {attribute}");
        if (array.Shape.Count != 1 || array.Count == 0)
            throw new GlmException($"{path}: {attribute} has shape {ArrayLayout.Describe(array.Shape)}; one dimension is needed.");
        return Finite(array.ToDouble(), $"{path}: {attribute}");
    }

    private static double[] Finite(double[] values, string where)
    {
        var bad = Array.FindIndex(values, value => !double.IsFinite(value));
        return bad < 0
            ? values
            : throw new GlmException($"{where} is {values[bad]} at position {bad}; every value must be finite. Fit the object again.");
    }
}
