using Glm.Runtime;

namespace Glm.Arrays.Pickle;

/// <summary>
/// Looks once at every node that a pickle built, without recursion, so that all later code may walk the values simply: no cycles, no great
/// depth, and no few bytes that unfold into billions because they share each other.
/// </summary>
internal static class PickleGraph
{
    private const int PerValue = 8;

    public static void Check(object? root, string name, int maxDepth, long maxUnfolded)
    {
        if (root is not PickleNode top)
            return;
        var path = new Stack<(PickleNode Node, int Next)>();
        Enter(top);
        while (path.TryPop(out var step))
        {
            var (node, next) = step;
            if (next == node.ChildCount)
            {
                node.Visited = PickleNode.Visit.Done;
                if (path.TryPeek(out var parent))
                    Absorb(parent.Node, node);
                continue;
            }
            path.Push((node, next + 1));
            if (node.ChildAt(next) is not PickleNode child)
                Add(node, SizeOf(node.ChildAt(next)));
            else if (child.Visited == PickleNode.Visit.Done)
                Absorb(node, child);
            else if (child.Visited == PickleNode.Visit.Open)
                throw new GlmException(
                    $"{name}: the pickle holds an object that contains itself; data files have none. Refused: check where the "
                        + $"file comes from."
                );
            else
                Enter(child);
        }

        void Enter(PickleNode node)
        {
            node.Visited = PickleNode.Visit.Open;
            node.Unfolded = PerValue;
            path.Push((node, 0));
            if (path.Count > maxDepth)
                throw TooDeep();
        }

        void Absorb(PickleNode parent, PickleNode child)
        {
            parent.Depth = Math.Max(parent.Depth, child.Depth + 1);
            if (parent.Depth > maxDepth)
                throw TooDeep();
            Add(parent, child.Unfolded);
        }

        void Add(PickleNode node, long bytes)
        {
            node.Unfolded += bytes;
            if (node.Unfolded > maxUnfolded)
                throw new GlmException(
                    $"{name}: the pickle's shared values unfold to more than {maxUnfolded} bytes; refused as a bomb: check where "
                        + $"the file comes from."
                );
        }

        GlmException TooDeep() =>
            new($"{name}: the pickle nests containers deeper than {maxDepth}; refused: check where the file comes from.");
    }

    private static long SizeOf(object? value) =>
        value switch
        {
            string text => PerValue + 2L * text.Length,
            byte[] bytes => PerValue + bytes.LongLength,
            _ => PerValue,
        };
}
