namespace Procurement.Invoicing.Domain;

/// <summary>Why an invoice is disputed, by the reason codes of the Peppol invoice response (OPStatusReason).</summary>
internal enum DisputeReason
{
    /// <summary>References are incorrect.</summary>
    REF,

    /// <summary>Legal information is incorrect.</summary>
    LEG,

    /// <summary>Receiver unknown.</summary>
    REC,

    /// <summary>Item quality is insufficient.</summary>
    QUA,

    /// <summary>Delivery issues.</summary>
    DEL,

    /// <summary>Prices are incorrect.</summary>
    PRI,

    /// <summary>Quantity is incorrect.</summary>
    QTY,

    /// <summary>Items are incorrect.</summary>
    ITM,

    /// <summary>Payment terms are incorrect.</summary>
    PAY,

    /// <summary>Not recognised: unknown purchase order and the like.</summary>
    FIN,

    /// <summary>Partially paid.</summary>
    PPD,

    /// <summary>Other.</summary>
    OTH,
}
