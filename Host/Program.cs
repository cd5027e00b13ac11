using System.Globalization;
using Procurement.Host;

// Texts are normalised with Unicode's tables, so the globalization data is wanted; the machine's language is not.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

return await CommandLine.Parse(args);
