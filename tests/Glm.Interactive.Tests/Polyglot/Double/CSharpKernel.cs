using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive.CSharp;

/// <summary>
/// C# by Roslyn's scripting, as the real one. A submission sent from inside another leaves nothing behind: the outer one's state wins.
/// </summary>
public sealed class CSharpKernel : Kernel
{
    private static readonly ScriptOptions Options = ScriptOptions
        .Default.AddImports(
            "System",
            "System.Text",
            "System.Collections",
            "System.Collections.Generic",
            "System.Threading.Tasks",
            "System.Linq"
        )
        .AddReferences(
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(path =>
                    Path.GetFileName(path) is var name
                    && (
                        name.StartsWith("System.", StringComparison.Ordinal)
                        || name.StartsWith("Glm", StringComparison.Ordinal)
                        || name.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal)
                        || name.StartsWith("Microsoft.Data.Analysis", StringComparison.Ordinal)
                        || name is "netstandard.dll" or "mscorlib.dll"
                    )
                )
                .Select(path => Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(path))
        );

    public ScriptState? ScriptState { get; private set; }

    public bool TryGetValue<T>(string name, out T? value)
    {
        var variable = ScriptState?.Variables.LastOrDefault(known => known.Name == name);
        value = variable is null ? default : (T?)variable.Value;
        return variable is not null;
    }

    public async Task SetValueAsync(string name, object value, Type? declaredType = null)
    {
        await Run($"{Spelled(declaredType ?? value.GetType())} {name} = default;", default);
        ScriptState!.GetVariable(name).Value = value;
    }

    internal override async Task Handle(KernelCommand command, KernelInvocationContext context)
    {
        switch (command)
        {
            case SubmitCode submission:
                try
                {
                    await Run(submission.Code, context.CancellationToken);
                    if (ScriptState!.Exception is { } thrown)
                        context.Fail(submission, thrown);
                    else if (ScriptState.ReturnValue is { } value)
                        context.Publish(new ReturnValueProduced(value, submission));
                }
                catch (CompilationErrorException e)
                {
                    context.Fail(submission, e, string.Join('\n', e.Diagnostics));
                }
                break;
            case RequestCompletions asked:
                context.Publish(new CompletionsProduced([new CompletionItem("of the host", "Method")], asked));
                break;
        }
    }

    private async Task Run(string code, CancellationToken token) =>
        ScriptState = ScriptState is null
            ? await CSharpScript.RunAsync(code, Options, cancellationToken: token)
            : await ScriptState.ContinueWithAsync(code, Options, static _ => true, token);

    private static string Spelled(Type type) =>
        type.IsGenericType
            ? $"{type.FullName!.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Spelled))}>"
            : type.FullName!.Replace('+', '.');
}
