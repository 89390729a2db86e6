using FaceWeb;

var app = House.Build(args);
await app.PrepareAsync();
await app.RunAsync();
