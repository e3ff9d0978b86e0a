using System.Net.Sockets;
using System.Text;

namespace Hearth.SignalLoad;

/// <summary>
/// Asks another .NET process for a full garbage collection, over its diagnostics socket: a trace session of the
/// runtime's provider with the keyword GCHeapCollect begins with one (dotnet/diagnostics, IPC protocol).
/// </summary>
internal static class ForcedCollection
{
    private const byte EventPipe = 2;
    private const byte CollectTracing = 2;
    private const byte StopTracing = 1;
    private const int HeaderSize = 20;
    private const ulong HeapCollect = 0x800000;
    private const uint Informational = 4;
    private static readonly byte[] Magic = "DOTNET_IPC_V1\0"u8.ToArray();

    public static async Task RunAsync(int processId)
    {
        string path = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-*-socket").Single();
        using Socket session = await ConnectAsync(path);
        await session.SendAsync(Message(CollectTracing, Begin()));
        byte[] answer = new byte[HeaderSize + sizeof(ulong)];
        await ReadAsync(session, answer);
        // What the session says of the heap is read meanwhile: it would not end before.
        Task reading = DrainAsync(session);
        using (Socket stop = await ConnectAsync(path))
        {
            await stop.SendAsync(Message(StopTracing, answer.AsSpan(HeaderSize).ToArray()));
            await ReadAsync(stop, new byte[HeaderSize + sizeof(ulong)]);
        }

        await reading;
    }

    private static async Task DrainAsync(Socket session)
    {
        byte[] rest = new byte[64 * 1024];
        while (await session.ReceiveAsync(rest) > 0)
        {
        }
    }

    private static async Task<Socket> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static byte[] Begin()
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload);
        writer.Write(10u);
        writer.Write(1u);
        writer.Write(1u);
        writer.Write(HeapCollect);
        writer.Write(Informational);
        WriteText(writer, "Microsoft-Windows-DotNETRuntime");
        WriteText(writer, "");
        return payload.ToArray();
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write((uint)text.Length + 1);
        writer.Write(Encoding.Unicode.GetBytes(text + "\0"));
    }

    private static byte[] Message(byte command, byte[] payload)
    {
        using var message = new MemoryStream();
        using var writer = new BinaryWriter(message);
        writer.Write(Magic);
        writer.Write((ushort)(HeaderSize + payload.Length));
        writer.Write(EventPipe);
        writer.Write(command);
        writer.Write((ushort)0);
        writer.Write(payload);
        return message.ToArray();
    }

    private static async Task ReadAsync(Socket socket, byte[] target)
    {
        for (int length = 0; length < target.Length;)
        {
            int read = await socket.ReceiveAsync(target.AsMemory(length));
            length += read > 0 ? read : throw new EndOfStreamException("the process ended the session");
        }
    }
}
