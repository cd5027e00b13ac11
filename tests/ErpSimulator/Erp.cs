namespace ErpSimulator;

using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;

/// <summary>Marks a connection to the ERP.</summary>
internal sealed class ErpConnection;

/// <summary>The ERP: <c>GET /vendors/{code}</c> answers what it was told of that vendor, unless the script says otherwise.</summary>
internal sealed partial class Erp
{
    /// <summary>Under this code is what it knows of every vendor that it was told nothing of; CODE in it stands for the code.</summary>
    private const string Others = "*";

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> vendors = [];
    private readonly Queue<Step> script = [];
    private TaskCompletionSource release = new();
    private Counts counts = new(0, 0, 0, 0);

    public void Know(string code, string json)
    {
        lock (gate)
            vendors[code] = json;
    }

    /// <summary>Forgets what it was told to do before.</summary>
    public void Follow(Step[] steps)
    {
        lock (gate)
        {
            script.Clear();
            foreach (var step in steps)
                script.Enqueue(step);
        }
    }

    /// <summary>Answers whoever is held.</summary>
    public void Release()
    {
        lock (gate)
        {
            release.SetResult();
            release = new TaskCompletionSource();
        }
    }

    public Counts Count()
    {
        lock (gate)
            return counts;
    }

    public ConnectionDelegate Connected(ConnectionDelegate next) =>
        async connection =>
        {
            connection.Features.Set(new ErpConnection());
            Change(c => c with { Opened = c.Opened + 1, Open = c.Open + 1 });
            try
            {
                await next(connection);
            }
            finally
            {
                Change(c => c with { Open = c.Open - 1 });
            }
        };

    public async Task Answer(HttpContext http)
    {
        var (step, wait) = Next();
        if (step.Hold)
            await Held(wait, http.RequestAborted);
        await Task.Delay(step.DelayMs, http.RequestAborted);
        if (step.Close)
        {
            http.Abort();
            return;
        }
        var (status, body) = Found(http.Request);
        var bytes = Encoding.UTF8.GetBytes((step.Body ?? body).PadRight(step.Bytes));
        http.Response.StatusCode = step.Status ?? status;
        http.Response.ContentType = step.ContentType;
        foreach (var (name, value) in step.Headers)
            http.Response.Headers[name] = value;
        if (!step.Chunked)
            http.Response.ContentLength = bytes.Length;
        if (step.BodyDelayMs > 0)
        {
            await http.Response.StartAsync(http.RequestAborted);
            await Task.Delay(step.BodyDelayMs, http.RequestAborted);
        }
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private (Step, Task) Next()
    {
        lock (gate)
        {
            counts = counts with { Calls = counts.Calls + 1 };
            var step =
                script.Count == 0 ? new Step()
                : script.Peek().Always ? script.Peek()
                : script.Dequeue();
            return (step, release.Task);
        }
    }

    private async Task Held(Task wait, CancellationToken ct)
    {
        Change(c => c with { Held = c.Held + 1 });
        try
        {
            await wait.WaitAsync(ct);
        }
        finally
        {
            Change(c => c with { Held = c.Held - 1 });
        }
    }

    private (int Status, string Body) Found(HttpRequest request)
    {
        if (Path().Match(request.Path) is not { Success: true } path || !HttpMethods.IsGet(request.Method))
            return (StatusCodes.Status400BadRequest, "{}");
        var code = path.Groups[1].Value;
        lock (gate)
        {
            if (vendors.TryGetValue(code, out var known))
                return (StatusCodes.Status200OK, known);
            return vendors.TryGetValue(Others, out var other)
                ? (StatusCodes.Status200OK, other.Replace("CODE", code, StringComparison.Ordinal))
                : (StatusCodes.Status404NotFound, "{}");
        }
    }

    private void Change(Func<Counts, Counts> change)
    {
        lock (gate)
            counts = change(counts);
    }

    [GeneratedRegex("^/vendors/([^/]+)$")]
    private static partial Regex Path();
}
