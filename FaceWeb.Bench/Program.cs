using FaceWeb.Bench;
using FaceWeb.Pipeline.Decoding;

return args is [DecoderProgram.Word] ? DecoderChild.Run() : BenchPrograms.Run(args, Console.Out, Console.Error);
