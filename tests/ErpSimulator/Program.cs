using System.Net;
using System.Text.Json;
using ErpSimulator;

// Two free ports: one is the ERP, whose connections count, the other tells it what to do.
var erp = new Erp();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Use(erp.Connected));
    kestrel.Listen(IPAddress.Loopback, 0);
});
await using var app = builder.Build();
app.MapWhen(http => http.Features.Get<ErpConnection>() is not null, ofErp => ofErp.Run(erp.Answer));
app.UseRouting();
app.MapPut(
    "/vendors/{code}",
    async (string code, HttpRequest request) => erp.Know(code, await new StreamReader(request.Body).ReadToEndAsync())
);
app.MapPut("/script", (Step[] steps) => erp.Follow(steps));
app.MapPost("/release", erp.Release);
app.MapGet("/calls", erp.Count);
await app.StartAsync();

var addresses = app.Urls.ToList();
await Console.Out.WriteLineAsync($"{addresses[0]} {addresses[1]}");

// Whoever started it holds the other end: when that is gone, nobody needs it any more.
await Console.In.ReadToEndAsync();
await app.StopAsync();
