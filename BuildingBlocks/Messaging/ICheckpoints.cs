namespace Procurement.BuildingBlocks.Messaging;

/// <summary>Where a process may die on the way of an event (ADR 0016); the letters are those of the tests' report.</summary>
internal enum Checkpoint
{
    /// <summary>R1: rows are read, nothing is sent.</summary>
    Read,

    /// <summary>R2: sent, not deleted.</summary>
    Sent,

    /// <summary>R3: deleted, not committed.</summary>
    Deleted,

    /// <summary>K1: records are read, not stored.</summary>
    Polled,

    /// <summary>K2: stored, their offsets not committed.</summary>
    Stored,

    /// <summary>D1: the consumer ran, nothing is committed.</summary>
    Handled,

    /// <summary>D2: committed, nobody told.</summary>
    Done,
}

/// <summary>Told when a checkpoint is passed: tests end the process there. Nobody listens otherwise.</summary>
internal interface ICheckpoints
{
    void Pass(Checkpoint point);
}

/// <summary>Nobody listens.</summary>
internal sealed class NoCheckpoints : ICheckpoints
{
    public void Pass(Checkpoint point) { }
}
