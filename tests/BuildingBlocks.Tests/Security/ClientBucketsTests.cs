namespace BuildingBlocks.Tests.Security;

using System.Net;
using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Hosting.Security;

internal sealed class ClientBucketsTests
{
    private readonly FakeTimeProvider time = new();

    [Test]
    public void Grant_the_burst_then_the_rate()
    {
        var buckets = new ClientBuckets(perSecond: 10, burst: 20, time);
        var alice = ClientKey.Of("alice");

        Assert.That(Enumerable.Range(0, 100).Count(_ => buckets.Take(alice).Granted), Is.EqualTo(20));
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.That(buckets.Take(alice), Is.EqualTo(new Allowance(false, 0, TimeSpan.FromMilliseconds(1))));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(buckets.Take(alice).Granted, Is.True);
        Assert.That(buckets.Take(alice).Granted, Is.False);
        time.Advance(TimeSpan.FromHours(1));
        Assert.That(buckets.Take(alice).Remaining, Is.EqualTo(19));
    }

    [Test]
    public void Never_grant_more_than_the_burst_and_the_rate_of_the_window()
    {
        var buckets = new ClientBuckets(perSecond: 10, burst: 20, time);
        var granted = 0;

        for (var i = 0; i < 5_000; i++, time.Advance(TimeSpan.FromMilliseconds(1)))
            granted += buckets.Take(ClientKey.Of("alice")).Granted ? 1 : 0;

        Assert.That(granted, Is.EqualTo(20 + 49));
    }

    [Test]
    public void Are_separate_for_each_client()
    {
        var buckets = new ClientBuckets(perSecond: 1, burst: 1, time);

        Assert.That(buckets.Take(ClientKey.Of("alice")).Granted, Is.True);
        Assert.That(buckets.Take(ClientKey.Of("Alice")).Granted, Is.True);
        Assert.That(buckets.Take(ClientKey.Of("alice")).Granted, Is.False);
    }

    [TestCase("192.0.2.1", "192.0.2.1", true)]
    [TestCase("192.0.2.1", "::ffff:192.0.2.1", true)]
    [TestCase("192.0.2.1", "192.0.2.2", false)]
    [TestCase("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [TestCase("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Take_an_address_for_a_client(string one, string other, bool same) =>
        Assert.That(ClientKey.Of(IPAddress.Parse(one)) == ClientKey.Of(IPAddress.Parse(other)), Is.EqualTo(same));

    [Test]
    public void Stay_bounded_over_a_million_clients()
    {
        var buckets = new ClientBuckets(perSecond: 1_000, burst: 1, time);

        for (var i = 0; i < 1_000_000; i++)
        {
            buckets.Take(ClientKey.Of(new IPAddress(i)));
            if (i % 5_000 == 0)
                time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.That(buckets.Count, Is.EqualTo(10_000));
    }

    [Test]
    public void Make_newcomers_share_one_bucket_while_every_other_is_in_use()
    {
        var buckets = new ClientBuckets(perSecond: 1, burst: 2, time, capacity: 100);
        for (var i = 0; i < 100; i++)
            buckets.Take(ClientKey.Of($"busy{i}"));

        Assert.That(Enumerable.Range(0, 50).Count(i => buckets.Take(ClientKey.Of($"new{i}")).Granted), Is.EqualTo(2));
        Assert.That(buckets.Take(ClientKey.Of("busy7")).Granted, Is.True);
        Assert.That(buckets.Count, Is.EqualTo(100));

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(Enumerable.Range(0, 50).Count(i => buckets.Take(ClientKey.Of($"new{i}")).Granted), Is.EqualTo(50));
        Assert.That(buckets.Count, Is.EqualTo(100));
    }

    [Test]
    public void Give_nobody_a_fresh_allowance_by_eviction()
    {
        var buckets = new ClientBuckets(perSecond: 1, burst: 5, time, capacity: 10);
        var greedy = ClientKey.Of("greedy");
        while (buckets.Take(greedy).Granted) { }

        for (var i = 0; i < 1_000; i++)
            buckets.Take(ClientKey.Of($"other{i}"));

        Assert.That(buckets.Take(greedy).Granted, Is.False);
    }

    [Test]
    public void Grant_exactly_the_burst_to_callers_at_the_same_time()
    {
        var buckets = new ClientBuckets(perSecond: 1, burst: 1_000, time, capacity: 2);
        var granted = 0;

        Parallel.For(0, 8_000, _ => Interlocked.Add(ref granted, buckets.Take(ClientKey.Of("alice")).Granted ? 1 : 0));

        Assert.That(granted, Is.EqualTo(1_000));
    }

    [Test]
    public void Allocate_nothing_for_a_known_client()
    {
        var buckets = new ClientBuckets(perSecond: 1, burst: 100_000, TimeProvider.System);
        var address = IPAddress.Parse("2001:db8::1");
        buckets.Take(ClientKey.Of(address));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
            buckets.Take(ClientKey.Of(address));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000));
    }
}
