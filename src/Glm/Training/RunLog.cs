using System.Buffers;
using System.Text.Json;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// <c>log.jsonl</c> of a run: one line of JSON per step, for eyes and other programs; every number has the digits that give it back. It is
/// made anew from the history when a run begins or goes on, so it never holds a step twice, and grows by a line per step from there.
/// </summary>
internal sealed class RunLog : IDisposable
{
    public const string Name = "log.jsonl";

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _written;
    private int _evaluated;

    /// <param name="folder">Of the run.</param>
    /// <param name="steps">Those that were done already.</param>
    /// <param name="evaluations">Those that were made already.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public RunLog(string folder, IReadOnlyList<TrainingStep> steps, IReadOnlyList<EvaluationPoint> evaluations)
    {
        _path = Path.Combine(folder, Name);
        StoredFile.Replace(_path, stream => Write(stream, steps, evaluations));
        _stream = StoredFile.Open(
            _path,
            new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                BufferSize = 0, // a line reaches the system in one piece, and outlives this program
            }
        );
    }

    /// <summary>Adds what is new.</summary>
    /// <param name="steps">All steps.</param>
    /// <param name="evaluations">All evaluations.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public void Write(IReadOnlyList<TrainingStep> steps, IReadOnlyList<EvaluationPoint> evaluations)
    {
        try
        {
            Write(_stream, steps, evaluations);
        }
        catch (Exception exception) when (StoredFile.Explain(_path, "written", exception) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Write(Stream stream, IReadOnlyList<TrainingStep> steps, IReadOnlyList<EvaluationPoint> evaluations)
    {
        for (; _written < steps.Count; _written++)
        {
            var step = steps[_written];
            while (_evaluated < evaluations.Count && evaluations[_evaluated].Step < step.Step)
                _evaluated++; // that of step 0
            _line.ResetWrittenCount();
            WriteLine(step, _evaluated < evaluations.Count && evaluations[_evaluated].Step == step.Step ? evaluations[_evaluated] : null);
            stream.Write(_line.WrittenSpan);
        }
    }

    private void WriteLine(TrainingStep step, EvaluationPoint? evaluation)
    {
        using (var json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            json.WriteNumber("step", step.Step);
            Number("loss", step.Loss);
            Number("prediction_loss", step.PredictionLoss);
            Number("likelihood_loss", step.LikelihoodLoss);
            if (!double.IsNaN(step.TripletLoss)) // a run with a function
                Number("triplet_loss", step.TripletLoss);
            Number("lr", step.LearningRate);
            Number("grad_norm", step.GradientNorm);
            Number("pseudo", step.PseudoAccuracy);
            Number("absolute", step.AbsoluteAccuracy);
            Number("genes_per_s", step.GenesPerSecond);
            Number("windows_per_s", step.WindowsPerSecond);
            Number("seconds", step.Seconds);
            Number("flops_per_s", step.FlopsPerSecond);
            if (evaluation is not null)
            {
                Number("eval_loss", evaluation.Loss);
                Number("eval_pseudo", evaluation.PseudoAccuracy);
                Number("eval_absolute", evaluation.AbsoluteAccuracy);
                json.WriteNumber("eval_masked", evaluation.MaskedGenes);
                Number("eval_calibration_error", evaluation.Calibration?.ExpectedError ?? double.NaN);
            }
            json.WriteEndObject();

            void Number(string name, double value)
            {
                if (double.IsFinite(value))
                    json.WriteNumber(name, value);
                else
                    json.WriteNull(name); // JSON knows no other word for it
            }
        }
        _line.Write("\n"u8);
    }
}
