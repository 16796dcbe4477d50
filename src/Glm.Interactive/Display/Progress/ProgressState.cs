using Glm.Runtime;

namespace Glm.Interactive.Display.Progress;

/// <summary>
/// What is known about a long task: the newest report, the smoothed rate and the time left. It renders nothing and has no clock of its
/// own. Not thread-safe.
/// </summary>
public sealed class ProgressState
{
    /// <summary>Rates are averaged over about this many seconds.</summary>
    private const double RateMemory = 5;

    /// <summary>Reports closer together than this many seconds count as one, because the time between them is mostly noise.</summary>
    private const double ShortestInterval = 0.05;

    /// <summary>More curves than this could not be told apart.</summary>
    private const int MostCourses = 12;

    private double _activityStart;
    private long _activityFirst; // what was done then: a resumed task does not begin at 0
    private double _lastTime;
    private long _lastDone;
    private readonly List<MetricCourse> _courses = [];

    /// <param name="report">The first report, at time 0.</param>
    public ProgressState(ProgressReport report) => (Report, _lastDone, _activityFirst) = (report, report.Done, report.Done);

    /// <summary>The courses of the metrics that are drawn, of the present activity, in the order of their first values.</summary>
    internal IReadOnlyList<MetricCourse> Courses => _courses;

    /// <summary>The newest report.</summary>
    public ProgressReport Report { get; private set; }

    public ProgressPhase Phase { get; private set; }

    /// <summary>Why the task failed; null otherwise.</summary>
    public string? Message { get; private set; }

    /// <summary>
    /// Units per second: smoothed while the task runs, the average of the last activity once it has ended; NaN before there is any.
    /// </summary>
    public double Rate { get; private set; } = double.NaN;

    /// <summary>Seconds since the first report.</summary>
    public double Elapsed { get; private set; }

    /// <summary>The fraction done, 0 to 1; NaN where the total is unknown.</summary>
    public double Share => Report.Total > 0 ? Math.Clamp((double)Report.Done / Report.Total, 0, 1) : double.NaN;

    /// <summary>Seconds left at the current rate; NaN where unknown.</summary>
    public double Remaining =>
        Phase == ProgressPhase.Running && Report.Total > 0 && Rate > 0 ? Math.Max(0, Report.Total - Report.Done) / Rate : double.NaN;

    /// <param name="report">A new activity starts a new rate.</param>
    /// <param name="elapsed">Seconds since the first report.</param>
    public void Update(ProgressReport report, double elapsed)
    {
        if (Phase != ProgressPhase.Running)
            return;
        if (report.Activity != Report.Activity || report.Done < _lastDone)
        {
            (Rate, _activityStart, _activityFirst, _lastTime, _lastDone) = (double.NaN, elapsed, report.Done, elapsed, report.Done);
            _courses.Clear();
        }
        (Report, Elapsed) = (report, elapsed);
        Follow(report);
        var interval = elapsed - _lastTime;
        if (interval < ShortestInterval || report.Done == _lastDone)
            return;
        var rate = (report.Done - _lastDone) / interval;
        var weight = double.IsNaN(Rate) ? 1 : 1 - Math.Exp(-interval / RateMemory);
        Rate = double.IsNaN(Rate) ? rate : Rate + (weight * (rate - Rate));
        (_lastTime, _lastDone) = (elapsed, report.Done);
    }

    /// <summary>Ends the task. Later calls are ignored.</summary>
    public void End(ProgressPhase phase, double elapsed, string? message = null)
    {
        if (Phase != ProgressPhase.Running)
            return;
        (Phase, Elapsed, Message) = (phase, elapsed, message);
        if (elapsed > _activityStart && Report.Done > _activityFirst)
            Rate = (Report.Done - _activityFirst) / (elapsed - _activityStart);
    }

    private void Follow(ProgressReport report)
    {
        foreach (var metric in report.Metrics)
        {
            if (metric.Panel is not { } panel || !double.IsFinite(metric.Value))
                continue;
            var course = _courses.Find(course => course.Name == metric.Name && course.Panel == panel);
            if (course is null)
            {
                if (_courses.Count == MostCourses)
                    continue;
                _courses.Add(course = new MetricCourse(metric.Name, panel, metric.Format));
            }
            course.Add(report.Done, metric.Value);
        }
    }
}
