using System.Net;
using System.Text.Json;
using BankSimulator;

// Two ports, free ones unless the first is named: one is the bank, the other tells it what to do.
var bank = new Bank();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Listen(IPAddress.Loopback, args is [var port] ? int.Parse(port) : 0, listener => listener.Use(Bank.Connected));
    kestrel.Listen(IPAddress.Loopback, 0);
});
await using var app = builder.Build();
app.MapWhen(http => http.Features.Get<BankConnection>() is not null, ofBank => ofBank.Run(bank.Answer));
app.UseRouting();
app.MapPut("/script/{calls}", (string calls, Step[] steps) => bank.Follow(calls, steps));
app.MapPost("/end/{status}", bank.End);
app.MapPost("/release", bank.Release);
app.MapGet("/calls", bank.Count);
app.MapGet("/ledger", bank.Ledger);
await app.StartAsync();

var addresses = app.Urls.ToList();
await Console.Out.WriteLineAsync($"{addresses[0]} {addresses[1]}");

// Whoever started it holds the other end: when that is gone, nobody needs it any more.
await Console.In.ReadToEndAsync();
await app.StopAsync();
