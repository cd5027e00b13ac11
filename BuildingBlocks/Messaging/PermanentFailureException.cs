namespace Procurement.BuildingBlocks.Messaging;

/// <summary>A message that no repetition will help: it is put aside at once.</summary>
/// <param name="reason">Why, for an operator.</param>
/// <param name="cause">What was behind it; null when nothing was.</param>
public sealed class PermanentFailureException(string reason, Exception? cause = null) : Exception(reason, cause);
