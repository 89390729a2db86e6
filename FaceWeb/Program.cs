using FaceWeb;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;

var app = House.Build(args);
try
{
    await app.PrepareAsync();
}
catch (Exception e) when (e is ModelPackException or PhotoException)
{
    // Nothing can be analysed: one sentence that says what is missing, instead of a stack trace.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
await app.RunAsync();
return 0;
