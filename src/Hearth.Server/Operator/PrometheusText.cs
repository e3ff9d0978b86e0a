using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Hearth.Server.Operator;

/// <summary>
/// Meters as text for Prometheus (exposition format 0.0.4). Reads observable instruments when asked; it follows the
/// meters it is given and the runtime's own gauges and counters.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string RuntimeMeter = "System.Runtime";

    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public PrometheusText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            bool isOurs = ReferenceEquals(instrument.Meter, meter);
            // The runtime's events (exceptions, allocations by event) are pushed; only what can be asked for is listed.
            if (instrument.IsObservable && (isOurs || instrument.Meter.Name == RuntimeMeter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public string Read()
    {
        lock (_lock)
        {
            _families.Clear();
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach ((string name, Family family) in _families)
            {
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {family.Help}\n# TYPE {name} {family.Type}\n");
                foreach (string line in family.Lines)
                {
                    text.Append(line);
                }
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        bool isCounter = instrument.GetType().GetGenericTypeDefinition() == typeof(ObservableCounter<>);
        string name = NameOf(instrument, isCounter);
        if (!_families.TryGetValue(name, out Family? family))
        {
            string help = (instrument.Description ?? instrument.Name).Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings(" ");
            family = new Family(help, isCounter ? "counter" : "gauge", []);
            _families.Add(name, family);
        }

        var line = new StringBuilder(name);
        for (int index = 0; index < tags.Length; index++)
        {
            string text = Escape(Convert.ToString(tags[index].Value, CultureInfo.InvariantCulture) ?? "");
            line.Append(CultureInfo.InvariantCulture, $"{(index == 0 ? '{' : ',')}{Sanitize(tags[index].Key)}=\"{text}\"");
        }

        line.Append(tags.Length > 0 ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        family.Lines.Add(line.ToString());
    }

    private static string NameOf(Instrument instrument, bool isCounter)
    {
        string name = Sanitize(instrument.Name);
        string unit = instrument.Unit switch
        {
            "By" => "_bytes",
            "s" => "_seconds",
            _ => "",
        };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return isCounter ? name + "_total" : name;
    }

    private static string Sanitize(string name) => string.Create(name.Length, name, static (target, source) =>
    {
        for (int index = 0; index < source.Length; index++)
        {
            target[index] = char.IsAsciiLetterOrDigit(source[index]) ? source[index] : '_';
        }
    });

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record Family(string Help, string Type, List<string> Lines);
}
