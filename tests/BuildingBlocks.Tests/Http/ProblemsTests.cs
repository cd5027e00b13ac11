namespace BuildingBlocks.Tests.Http;

using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

internal sealed class ProblemsTests
{
    [TestCase(ErrorKind.Invalid, 422)]
    [TestCase(ErrorKind.Forbidden, 403)]
    [TestCase(ErrorKind.NotFound, 404)]
    [TestCase(ErrorKind.Conflict, 409)]
    [TestCase(ErrorKind.Unavailable, 503)]
    [TestCase(ErrorKind.Garbled, 502)]
    public void Each_kind_has_a_status(ErrorKind kind, int status) =>
        Assert.That(Problems.StatusOf(new Error(kind, "SOME_CODE", "Some detail.")), Is.EqualTo(status));

    [Test]
    public void No_kind_is_without_one([Values] ErrorKind kind) =>
        Assert.That(Problems.StatusOf(new Error(kind, "SOME_CODE", "Some detail.")), Is.InRange(400, 599));

    [TestCase(null, "1")]
    [TestCase(0, "1")]
    [TestCase(1, "1")]
    [TestCase(1_000, "1")]
    [TestCase(1_001, "2")]
    [TestCase(90_000, "90")]
    public async Task What_is_away_says_when_to_come_back(int? milliseconds, string seconds)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        TimeSpan? wait = milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : null;

        await Problems.Write(http, Error.Unavailable("SOMETHING_AWAY", "It is away.") with { RetryAfter = wait });

        Assert.That(http.Response.StatusCode, Is.EqualTo(503));
        Assert.That(http.Response.Headers.RetryAfter.ToString(), Is.EqualTo(seconds));
    }
}
