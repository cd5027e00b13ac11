namespace Host.Tests;

using System.Text.Json;

internal sealed class RuntimeTests
{
    /// <summary>What a container of 256 MiB and half a CPU needs (docs/performance.md); a misspelt property would be ignored without a word.</summary>
    [Test]
    public void The_binary_asks_for_the_runtime_it_was_measured_with()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "procurement.runtimeconfig.json")));
        var asked = document.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.Multiple(() =>
        {
            Assert.That(asked.GetProperty("System.GC.Server").GetBoolean(), Is.False);
            Assert.That(asked.GetProperty("System.GC.Concurrent").GetBoolean(), Is.False);
            Assert.That(asked.GetProperty("System.GC.HeapHardLimitPercent").GetInt32(), Is.EqualTo(50));
            Assert.That(asked.GetProperty("System.GC.ConserveMemory").GetInt32(), Is.EqualTo(5));
            Assert.That(asked.GetProperty("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit").GetInt32(), Is.Zero);
        });
    }
}
