using Glm.Interactive.Display.Progress;

namespace Glm.Interactive.Tests.Display.Progress;

public sealed class MetricCourseTests
{
    [Fact]
    public void Should_keep_every_point_of_a_short_task()
    {
        var course = Course(5, first: 1, step => step * step);
        Assert.Equal([(1, 1), (2, 4), (3, 9), (4, 16), (5, 25)], course.Points);
    }

    [Theory]
    [InlineData(121, 0)]
    [InlineData(10_000, 0)]
    [InlineData(3_000, 1_000_000)]
    public void Should_be_means_of_equal_spans_of_a_long_task(int steps, int first)
    {
        var course = Course(steps, first, step => 2.0 * step);
        var points = course.Points.ToList();
        Assert.InRange(points.Count, MetricCourse.MostPoints / 4, MetricCourse.MostPoints);
        Assert.All(points, point => Assert.Equal(2 * point.Done, point.Value, 1e-6));
        var distances = points.Zip(points.Skip(1), (a, b) => b.Done - a.Done).ToList();
        Assert.All(distances[1..^1], distance => Assert.Equal(distances[1], distance, 1e-6));
        Assert.InRange(points[0].Done, first, first + distances[1]);
        Assert.InRange(points[^1].Done, first + steps - 1 - distances[1], first + steps - 1);
    }

    private static MetricCourse Course(int steps, int first, Func<int, double> value)
    {
        var course = new MetricCourse("loss", "loss", "0.000");
        for (var step = first; step < first + steps; step++)
            course.Add(step, value(step));
        return course;
    }
}
