namespace ErpSimulator;

/// <summary>How one call is answered, instead of truly.</summary>
internal sealed record Step
{
    /// <summary>Whether it is for all calls from now on, rather than for one.</summary>
    public bool Always { get; init; }

    /// <summary>Waits this long before it answers.</summary>
    public int DelayMs { get; init; }

    /// <summary>Waits until it is released.</summary>
    public bool Hold { get; init; }

    /// <summary>Closes the connection instead of an answer.</summary>
    public bool Close { get; init; }

    /// <summary>Null for what it would be otherwise.</summary>
    public int? Status { get; init; }

    /// <summary>Null for the vendor.</summary>
    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Fills the body up with blanks to this many bytes.</summary>
    public int Bytes { get; init; }

    /// <summary>Does not tell the length of the body beforehand.</summary>
    public bool Chunked { get; init; }

    /// <summary>Waits this long between the headers and the body.</summary>
    public int BodyDelayMs { get; init; }
}

/// <summary>What has come to the ERP.</summary>
/// <param name="Calls">Requests until now.</param>
/// <param name="Held">Requests that wait to be released.</param>
/// <param name="Opened">Connections until now.</param>
/// <param name="Open">Connections now.</param>
internal sealed record Counts(int Calls, int Held, int Opened, int Open);
