namespace Glm.Training.FineTuning;

/// <summary>What fine-tuning gives: a tested model, or predictions of one.</summary>
public abstract record FineTuningOutput;
