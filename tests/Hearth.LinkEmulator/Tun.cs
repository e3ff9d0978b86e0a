using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Hearth.LinkEmulator;

/// <summary>
/// One end of a line as a network interface of this machine. The only P/Invoke: a TUN interface is made by an ioctl,
/// and .NET's own files want to seek.
/// </summary>
internal sealed partial class Tun : IDisposable
{
    /// <summary>Larger than any packet: an interface has an MTU of 1500.</summary>
    public const int MaximumPacket = 2048;

    // linux/if_tun.h, linux/if.h.
    private const ulong SetInterface = 0x400454ca;
    private const ushort PacketsOnly = 0x0001 | 0x1000;
    private const int NameBytes = 16;
    private const int RequestBytes = 40;

    private readonly SafeFileHandle _device;

    public Tun(string name)
    {
        byte[] request = new byte[RequestBytes];
        if (Encoding.ASCII.GetBytes(name, request) >= NameBytes)
        {
            throw new ArgumentException($"{name} is too long for an interface", nameof(name));
        }

        BitConverter.TryWriteBytes(request.AsSpan(NameBytes), PacketsOnly);
        _device = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (Control(_device, SetInterface, request) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            _device.Dispose();
            throw new IOException($"{name} could not be made: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    /// <summary>Waits for a packet that the machine sends into the interface; 0 or less: the interface is gone.</summary>
    public int Read(Span<byte> packet) => (int)Read(_device, packet, (nuint)packet.Length);

    /// <summary>Hands the machine a packet that arrives on the interface; false while that is down.</summary>
    public bool TryWrite(ReadOnlySpan<byte> packet) => Write(_device, packet, (nuint)packet.Length) == packet.Length;

    public void Dispose() => _device.Dispose();

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle device, ulong request, [In] byte[] argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle device, Span<byte> packet, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle device, ReadOnlySpan<byte> packet, nuint length);
}
