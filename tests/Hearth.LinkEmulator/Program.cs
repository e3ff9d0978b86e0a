using System.Globalization;
using System.Text.Json;
using Hearth.LinkEmulator;

// Hearth.LinkEmulator SEED FIRST SECOND: makes two TUN interfaces and a line between them, says `ready`, and obeys
// lines on stdin until there are no more (README.md).
if (args is not [string seedText, string first, string second]
    || !ulong.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
{
    await Console.Error.WriteLineAsync("Hearth.LinkEmulator SEED FIRST SECOND");
    return 2;
}

using Tun near = new(first);
using Tun far = new(second);
Direction there = new(near, far, seed);
Direction back = new(far, near, ~seed);
there.Start();
back.Start();
Console.WriteLine("ready");

while (await Console.In.ReadLineAsync() is { } line)
{
    string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    if (words is ["counts"])
    {
        Console.WriteLine(JsonSerializer.Serialize(
            new { there = there.Counts, back = back.Counts }, JsonSerializerOptions.Web));
        continue;
    }

    if (words is ["outage", string text] && int.TryParse(text, CultureInfo.InvariantCulture, out int milliseconds))
    {
        there.TryChange(["down"]);
        back.TryChange(["down"]);
        await Task.Delay(milliseconds);
        words = ["up"];
    }

    bool isUnderstood = words switch
    {
        ["there", .. string[] rest] => there.TryChange(rest),
        ["back", .. string[] rest] => back.TryChange(rest),
        _ => there.TryChange(words) && back.TryChange(words),
    };
    Console.WriteLine(isUnderstood ? "ok" : $"not understood: {line}");
}

return 0;
