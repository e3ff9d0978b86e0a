using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.SignalLoad;

// SignalLoad <server folder> [connections]: prints what the signaling server takes and costs, as JSON. The server has
// core 0, this program core 1.
string folder = args[0];
int many = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5_000;
DirectoryInfo data = Directory.CreateTempSubdirectory("hearth-load-");
try
{
    var result = new JsonObject
    {
        ["relay"] = await RelayRuns.MeasureAsync(folder, data.FullName),
        ["connections"] = await ConnectionRuns.MeasureAsync(folder, data.FullName, many),
    };
    Console.WriteLine(result.ToJsonString());
}
finally
{
    data.Delete(recursive: true);
}

namespace Hearth.SignalLoad
{
    /// <summary>Signals between the two members of each of some rooms.</summary>
    internal static class RelayRuns
    {
        private const int Pairs = 50;
        private const int InFlight = 16;
        private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);
        private static readonly TimeSpan Run = TimeSpan.FromSeconds(8);
        private static readonly byte[] Filler = [.. Enumerable.Repeat((byte)'x', 200)];

        public static async Task<JsonNode> MeasureAsync(string folder, string data)
        {
            using ServerProcess server = await ServerProcess.StartAsync(folder, data, "http://127.0.0.1:0", core: 0);
            var pairs = new List<(LoadClient From, LoadClient To)>();
            for (int index = 0; index < Pairs; index++)
            {
                pairs.Add((await EnterAsync(server, index, "a"), await EnterAsync(server, index, "b")));
            }

            JsonNode result = new JsonObject
            {
                ["pairs"] = Pairs,
                ["fullSpeed"] = await FullSpeedAsync(server, pairs),
                ["at20000"] = await AtRateAsync(server, pairs, 20_000),
                ["at10000"] = await AtRateAsync(server, pairs, 10_000),
            };
            foreach ((LoadClient from, LoadClient to) in pairs)
            {
                from.Dispose();
                to.Dispose();
            }

            return result;
        }

        private static async Task<LoadClient> EnterAsync(ServerProcess server, int room, string name)
        {
            var client = new LoadClient();
            await client.ConnectAsync(Signal(server.Address));
            await client.JoinAsync($"room{room}", name);
            _ = client.ReadAsync(CancellationToken.None);
            return client;
        }

        public static Uri Signal(Uri server) => new UriBuilder(server) { Scheme = "ws", Path = "/signal" }.Uri;

        /// <summary>Each pair keeps some messages on their way.</summary>
        private static async Task<JsonNode> FullSpeedAsync(ServerProcess server, List<(LoadClient From, LoadClient To)> pairs)
        {
            long arrived = 0;
            using var over = new CancellationTokenSource();
            Task[] senders = [.. pairs.Select(async pair =>
            {
                using var window = new SemaphoreSlim(InFlight);
                pair.To.OnSignal = _ =>
                {
                    Interlocked.Increment(ref arrived);
                    window.Release();
                };
                while (!over.IsCancellationRequested)
                {
                    await window.WaitAsync(CancellationToken.None);
                    await pair.From.SignalAsync(pair.To.Id, Filler, 0);
                }

                // What is still on its way comes before the next run.
                for (int left = 0; left < InFlight; left++)
                {
                    await window.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
                }

                pair.To.OnSignal = null;
            })];
            await Task.Delay(Warmup);
            (long before, TimeSpan cpu, long start) = (Interlocked.Read(ref arrived), server.Cpu, Stopwatch.GetTimestamp());
            await Task.Delay(Run);
            (long count, TimeSpan used, TimeSpan took) = (Interlocked.Read(ref arrived) - before, server.Cpu - cpu, Stopwatch.GetElapsedTime(start));
            await over.CancelAsync();
            await Task.WhenAll(senders);
            return Costs(count, used, took);
        }

        /// <summary>An even rate, in bursts of a millisecond; how long each message is on its way.</summary>
        private static async Task<JsonNode> AtRateAsync(ServerProcess server, List<(LoadClient From, LoadClient To)> pairs, int rate)
        {
            var times = new List<double>(rate * 10);
            bool isCounting = false;
            foreach ((LoadClient _, LoadClient to) in pairs)
            {
                to.OnSignal = stamp =>
                {
                    double micros = Stopwatch.GetElapsedTime(stamp).TotalMicroseconds;
                    lock (times)
                    {
                        if (isCounting)
                        {
                            times.Add(micros);
                        }
                    }
                };
            }

            Task sending = Task.Factory.StartNew(() => Pace(pairs, rate, Warmup + Run), TaskCreationOptions.LongRunning);
            await Task.Delay(Warmup);
            (TimeSpan cpu, long start) = (server.Cpu, Stopwatch.GetTimestamp());
            lock (times)
            {
                isCounting = true;
            }

            await sending;
            (TimeSpan used, TimeSpan took) = (server.Cpu - cpu, Stopwatch.GetElapsedTime(start));
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            double[] sorted;
            lock (times)
            {
                sorted = [.. times.Order()];
            }

            JsonNode costs = Costs(sorted.Length, used, took);
            costs["p50Micros"] = Math.Round(sorted[sorted.Length / 2]);
            costs["p99Micros"] = Math.Round(sorted[(int)(sorted.Length * 0.99)]);
            return costs;
        }

        private static void Pace(List<(LoadClient From, LoadClient To)> pairs, int rate, TimeSpan length)
        {
            long start = Stopwatch.GetTimestamp();
            long sent = 0;
            while (Stopwatch.GetElapsedTime(start) is var passed && passed < length)
            {
                long due = (long)(passed.TotalSeconds * rate);
                while (sent < due)
                {
                    (LoadClient from, LoadClient to) = pairs[(int)(sent++ % pairs.Count)];
                    ValueTask sending = from.SignalAsync(to.Id, Filler, Stopwatch.GetTimestamp());
                    if (!sending.IsCompletedSuccessfully)
                    {
                        sending.AsTask().GetAwaiter().GetResult();
                    }
                }

                // The burst of this millisecond is out; the reading tasks share this core.
                Thread.Sleep(1);
            }
        }

        private static JsonObject Costs(long count, TimeSpan cpu, TimeSpan took) => new()
        {
            ["messagesPerSecond"] = Math.Round(count / took.TotalSeconds),
            ["serverCpuMicrosPerMessage"] = Math.Round(cpu.TotalMicroseconds / Math.Max(count, 1), 2),
        };
    }

    /// <summary>Many members that say nothing, and all of them coming back at once.</summary>
    internal static class ConnectionRuns
    {
        private const int PerRoom = 10;
        private const int AtOnce = 64;

        public static async Task<JsonNode> MeasureAsync(string folder, string data, int count)
        {
            LoadClient[] clients = [.. Enumerable.Range(0, count).Select(_ => new LoadClient())];
            JsonObject result;
            Uri address;
            using (ServerProcess server = await ServerProcess.StartAsync(folder, data, "http://127.0.0.1:0", core: 0))
            {
                address = server.Address;
                Uri signal = RelayRuns.Signal(address);
                await EachAsync(clients[..AtOnce], async (client, index) => await EnterAsync(client, signal, $"warm{index}"));
                await ForcedCollection.RunAsync(server.Id);
                long before = server.Resident;
                await EachAsync(clients[AtOnce..], async (client, index) => await EnterAsync(client, signal, $"room{index / PerRoom}"));
                await ForcedCollection.RunAsync(server.Id);
                result = new JsonObject
                {
                    ["count"] = count,
                    ["residentBytesPerIdleConnection"] = (server.Resident - before) / (count - AtOnce),
                };
            }

            using ServerProcess again = await ServerProcess.StartAsync(folder, data, address.GetLeftPart(UriPartial.Authority), core: 0);
            long start = Stopwatch.GetTimestamp();
            TimeSpan cpu = again.Cpu;
            await EachAsync(clients, async (client, _) =>
            {
                await client.ConnectAsync(RelayRuns.Signal(again.Address));
                await client.ResumeAsync();
            });
            result["secondsUntilAllResumed"] = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2);
            result["serverCpuMicrosPerResume"] = Math.Round((again.Cpu - cpu).TotalMicroseconds / count, 1);
            foreach (LoadClient client in clients)
            {
                client.Dispose();
            }

            return result;
        }

        private static async Task EnterAsync(LoadClient client, Uri signal, string room)
        {
            await client.ConnectAsync(signal);
            await client.JoinAsync(room, "member");
        }

        private static Task EachAsync(LoadClient[] clients, Func<LoadClient, int, ValueTask> work) => Parallel.ForEachAsync(
            clients.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            (entry, _) => work(entry.Item, entry.Index));
    }
}
