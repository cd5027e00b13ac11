namespace Host.Tests.Faults;

using System.Net;
using Microsoft.AspNetCore.Builder;

/// <summary>A request goes on where it was read (ADR 33), and yet keeps nobody but itself.</summary>
[NonParallelizable]
internal sealed class BlockingStories
{
    [Test]
    public async Task Requests_that_block_their_threads_hold_up_no_others()
    {
        var many = 2 * Environment.ProcessorCount + 2;
        using var inside = new CountdownEvent(many);
        using var end = new ManualResetEventSlim();
        await using var api = await Api.Start(onPostgres: false, map: app => app.MapGet("/blocks", Block).AllowAnonymous());
        using var client = new HttpClient { BaseAddress = api.Address };

        var blocked = Enumerable.Range(0, many).Select(_ => client.GetAsync("/blocks")).ToList();
        try
        {
            Assert.That(await Task.Run(() => inside.Wait(TimeSpan.FromSeconds(30))), Is.True, "all have begun");
            using var other = await client.GetAsync("/healthz");
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(blocked.Exists(each => each.IsCompleted), Is.False);
        }
        finally
        {
            end.Set();
        }
        foreach (var answer in await Task.WhenAll(blocked))
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        string Block()
        {
            inside.Signal();
            end.Wait();
            return "done";
        }
    }
}
