using FaceWeb.Bench;

return BenchPrograms.Run(args, Console.Out, Console.Error);
