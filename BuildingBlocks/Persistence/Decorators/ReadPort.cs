namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>
/// Stands in for any port that only reads, whatever its methods: each call is measured, traced, retried and logged, in that order, and
/// then made of the adapter. The methods answer with a task and take the token of cancellation last.
/// </summary>
public class ReadPort : DispatchProxy
{
    private ReadPorts ports = null!;

    /// <summary>What is decorated.</summary>
    public object Inner { get; private set; } = null!;

    internal static object Around(Type port, object inner, ReadPorts ports, Type standIn)
    {
        var decorated = (ReadPort)Create(port, standIn);
        (decorated.Inner, decorated.ports) = (inner, ports);
        return decorated;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => ports.Call(targetMethod!, Inner, args!);
}

/// <summary>Decorates the ports that only read.</summary>
public sealed class ReadPorts(CallMetrics metrics, RetryPipeline retry, RepoNames names, ILogger<ReadPorts> log)
{
    private readonly ConcurrentDictionary<MethodInfo, Operation> operations = new();

    /// <summary>Goes around an adapter.</summary>
    /// <param name="port">The interface.</param>
    /// <param name="inner">The adapter.</param>
    /// <param name="standIn">A <see cref="ReadPort"/> of the port's own load context; null where there is but one context.</param>
    public object Decorate(Type port, object inner, Type? standIn = null) =>
        ReadPort.Around(port, inner, this, standIn ?? typeof(ReadPort));

    internal object Call(MethodInfo method, object inner, object?[] arguments) =>
        operations.GetOrAdd(method, static (method, ports) => ports.Prepare(method), this).Call(inner, arguments);

    private Operation Prepare(MethodInfo method)
    {
        var answer = method.ReturnType;
        if (
            !answer.IsGenericType
            || (answer.GetGenericTypeDefinition() != typeof(Task<>) && answer.GetGenericTypeDefinition() != typeof(ValueTask<>))
        )
            throw new NotSupportedException(
                $"{method.DeclaringType}.{method.Name} answers with no task, so its call cannot be made again."
            );
        var repo = names.Of(method.DeclaringType!);
        var pipeline = new CallPipeline(repo, metrics, retry.Reads, ActivityKind.Internal);
        var operation = typeof(Operation<>).MakeGenericType(answer.GenericTypeArguments);
        return (Operation)Activator.CreateInstance(operation, method, repo, pipeline, log)!;
    }

    private abstract class Operation
    {
        public abstract object Call(object inner, object?[] arguments);
    }

    private sealed class Operation<T>(MethodInfo method, string repo, CallPipeline pipeline, ILogger log) : Operation
    {
        private readonly string name = RepoNames.Operation(method.Name);
        private readonly bool isValueTask = method.ReturnType == typeof(ValueTask<T>);

        public override object Call(object inner, object?[] arguments)
        {
            var answer = pipeline.Call(
                name,
                static (call, _) => call.Operation.Logged(call.Inner, call.Arguments),
                (Operation: this, Inner: inner, Arguments: arguments),
                arguments is [.., CancellationToken ct] ? ct : default
            );
            return isValueTask ? new ValueTask<T>(answer) : answer;
        }

        private async ValueTask<T> Logged(object inner, object?[] arguments)
        {
            try
            {
                var made = method.Invoke(inner, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
                var answer = made is Task<T> task ? await task : await (ValueTask<T>)made;
                Log.Read(log, repo, name);
                return answer;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.Failed(log, repo, name, e);
                throw;
            }
        }
    }
}
