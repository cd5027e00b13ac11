namespace BankSimulator;

/// <summary>How one call is answered, instead of truly.</summary>
internal sealed record Step
{
    /// <summary>Whether it is for all calls from now on, rather than for one.</summary>
    public bool Always { get; init; }

    /// <summary>Waits this long before it does anything.</summary>
    public int DelayMs { get; init; }

    /// <summary>Waits until it is released before it does anything.</summary>
    public bool Hold { get; init; }

    /// <summary>Closes the connection instead of doing anything.</summary>
    public bool Close { get; init; }

    /// <summary>What becomes of a payment that is carried out: processing, settled or failed.</summary>
    public string Outcome { get; init; } = "processing";

    /// <summary>Waits this long once it has done it.</summary>
    public int LateMs { get; init; }

    /// <summary>Waits until it is released once it has done it.</summary>
    public bool HoldAfter { get; init; }

    /// <summary>Closes the connection once it has done it: the answer is lost.</summary>
    public bool Lose { get; init; }

    /// <summary>Answers this and does nothing; null for what the bank does otherwise.</summary>
    public int? Status { get; init; }

    /// <summary>The code of a refusal, which is answered 422; nothing is done.</summary>
    public string? Refuse { get; init; }

    /// <summary>Answers this, although it has done it; null for how the payment stands.</summary>
    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Fills the body up with blanks to this many bytes.</summary>
    public int Bytes { get; init; }

    /// <summary>Does not tell the length of the body beforehand.</summary>
    public bool Chunked { get; init; }
}

/// <summary>What has come to the bank.</summary>
/// <param name="Posts">Payments handed in until now, repetitions included.</param>
/// <param name="Gets">Questions until now.</param>
/// <param name="Held">Requests that wait to be released.</param>
internal sealed record Counts(int Posts, int Gets, int Held);

/// <summary>What the bank has done with a payment.</summary>
/// <param name="PaymentId">As it was called.</param>
/// <param name="Count">How often money has left for it, less how often it came back.</param>
/// <param name="Posts">How often it was handed in.</param>
/// <param name="AmountCents">How much left each time.</param>
/// <param name="Reference">What it is for, as the payee is told.</param>
/// <param name="Iban">Where it went.</param>
/// <param name="Status">How it stands.</param>
internal sealed record Entry(string PaymentId, int Count, int Posts, long AmountCents, string Reference, string Iban, string Status);
