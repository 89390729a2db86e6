Console.Error.WriteLine("Programs: verify, pipeline");
return 2;
