namespace Procurement.BuildingBlocks.Messaging;

/// <summary>Faults as they are kept beside a message: for the eyes of operators only.</summary>
internal static class Described
{
    private const int Longest = 2000;

    public static string Shortly(Exception fault) => Cut($"{fault.GetType().Name}: {fault.Message}");

    public static string Cut(string text)
    {
        // PostgreSQL keeps no NUL, and a message may quote one.
        var clean = text.Replace('\0', '\uFFFD');
        return clean.Length <= Longest ? clean : clean[..Longest];
    }
}
