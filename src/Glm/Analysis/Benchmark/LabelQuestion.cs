namespace Glm.Analysis.Benchmark;

/// <summary>A task over labelled genes: classes that are frequent enough, in folds that keep homologs or genomes together.</summary>
internal abstract class LabelQuestion : Question
{
    /// <param name="known">What all tasks over labels share.</param>
    protected LabelQuestion(LabelledGenes known) => Known = known;

    protected LabelledGenes Known { get; }

    protected string Label => Runtime.LineText.Shown(Known.Labels.Name, 60);

    public override string Items => $"{Count(Known.Task.Items.Length, "gene")} of {Count(Known.Task.Classes.Length, "label")}";

    public override string Unit => Count(Known.UnitCount, Known.UnitName);
}
