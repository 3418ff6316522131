return await Yixiang.Operator.CommandLine.RunAsync(args);
