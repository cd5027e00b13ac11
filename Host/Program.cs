using System.Globalization;
using Procurement.Host;

// Texts are normalised with Unicode's tables, so the globalization data is wanted; the machine's language is not.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

// The runtime's own writer hands over 256 characters at a time: two system calls for each line of the log.
Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), bufferSize: 32 * 1024) { AutoFlush = true });

return await CommandLine.Parse(args);
