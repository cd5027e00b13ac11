namespace Procurement.Invoicing.Adapters.Remote;

using MimeKit;

/// <summary>
/// Puts mail into a folder, for whoever develops. A file is there whole or not at all, and is called after the mail, so that the same mail again
/// is the same file.
/// </summary>
internal sealed class FolderCarrier(string folder) : IMailCarrier
{
    private static readonly FormatOptions Format = MadeFormat();

    public async Task Carry(MimeMessage mail, string identity, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $".{identity}.{Path.GetRandomFileName()}");
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew))
                await mail.WriteToAsync(Format, file, ct);
            File.Move(unfinished, Path.Combine(folder, $"{identity}.eml"), overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static FormatOptions MadeFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
