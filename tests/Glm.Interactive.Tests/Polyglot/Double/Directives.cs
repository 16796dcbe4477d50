namespace Microsoft.DotNet.Interactive.Directives;

public abstract class KernelDirective(string name)
{
    public string Name => name;

    public string? Description { get; set; }

    public ICollection<KernelDirectiveParameter> Parameters { get; } = [];
}

public class KernelActionDirective : KernelDirective
{
    public KernelActionDirective(string name, string? description = null)
        : base(name) => Description = description;

    public Type? KernelCommandType { get; set; }

    public KernelActionDirective? Parent { get; private set; }

    public ICollection<KernelActionDirective> Subcommands => new Nursery(this);

    internal List<KernelActionDirective> Children { get; } = [];

    // One level, no second parent, no name twice: the rules by which the real host throws.
    private sealed class Nursery(KernelActionDirective parent)
        : System.Collections.ObjectModel.Collection<KernelActionDirective>(parent.Children)
    {
        protected override void InsertItem(int index, KernelActionDirective item)
        {
            if (item.Parent is not null)
                throw new ArgumentException("Directives cannot be reparented.");
            if (parent.Parent is not null || item.Children.Count > 0)
                throw new ArgumentException("Only one level of directive subcommands is allowed.");
            if (parent.Children.Exists(child => child.Name == item.Name))
                throw new ArgumentException($"Directive already contains a subcommand named '{item.Name}'.");
            item.Parent = parent;
            base.InsertItem(index, item);
        }
    }
}

public class KernelDirectiveParameter(string name, string? description = null)
{
    public string Name => name;

    public string Description { get; init; } = description ?? "";

    public bool AllowImplicitName { get; init; }

    public bool Required { get; init; }

    public bool Flag { get; init; }
}
