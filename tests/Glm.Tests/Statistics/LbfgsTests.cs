using Glm.Statistics;
using Glm.Tests.Analysis;

namespace Glm.Tests.Statistics;

public sealed class LbfgsTests
{
    [Fact]
    public void Should_walk_the_curved_valley_of_Rosenbrock()
    {
        var evaluations = 0;
        var result = Lbfgs.Minimize(
            (x, gradient) =>
            {
                evaluations++;
                gradient.Clear();
                var value = 0d;
                for (var i = 0; i + 1 < x.Length; i++)
                {
                    var (bend, rest) = (x[i + 1] - (x[i] * x[i]), 1 - x[i]);
                    value += (100 * bend * bend) + (rest * rest);
                    gradient[i] += (-400 * x[i] * bend) - (2 * rest);
                    gradient[i + 1] += 200 * bend;
                }
                return value;
            },
            [-1.2, 1, -1.2, 1],
            1e-9,
            500,
            default
        );
        Assert.True(result.Converged);
        Waves.ShouldBe([1, 1, 1, 1], result.Point, 1e-8);
        Assert.InRange(evaluations, 10, 200);
    }

    [Fact]
    public void Should_stay_where_the_gradient_is_already_small()
    {
        var result = Lbfgs.Minimize(
            (_, gradient) =>
            {
                gradient.Clear();
                return 3;
            },
            [5],
            1e-6,
            10,
            default
        );
        Assert.Equal((true, 0, 5.0), (result.Converged, result.Iterations, result.Point[0]));
    }

    [Fact]
    public void Should_give_up_on_a_function_without_a_minimum()
    {
        var result = Lbfgs.Minimize(
            (x, gradient) =>
            {
                gradient[0] = 1;
                return x[0];
            },
            [0],
            1e-6,
            50,
            default
        );
        Assert.False(result.Converged);
    }
}
