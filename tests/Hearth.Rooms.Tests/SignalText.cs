using System.Text;
using Hearth.Contracts.Signaling;

namespace Hearth.Rooms.Tests;

internal static class SignalText
{
    public static string Of(RelayedSignal signal) => Encoding.UTF8.GetString(signal.Data.Utf8.Span);
}
