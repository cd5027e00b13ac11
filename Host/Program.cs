using Procurement.Host;

return await CommandLine.Parse(args);
