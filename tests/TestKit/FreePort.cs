namespace TestKit;

using System.Net;
using System.Net.Sockets;

/// <summary>
/// Ports that nobody listens on, for processes that are started with one. Below those that the system gives to outgoing connections: one of
/// them could take the port before the process does.
/// </summary>
public static class FreePort
{
    private const int Lowest = 10_000;
    private const int Highest = 32_000;

    /// <summary>The first of so many free ports side by side.</summary>
    public static int Find(int count = 1)
    {
        while (true)
        {
            var first = Random.Shared.Next(Lowest, Highest);
            if (Enumerable.Range(first, count).All(IsFree))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
