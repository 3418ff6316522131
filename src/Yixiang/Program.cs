using Yixiang.Kernel;
using Yixiang.Operator;
using Yixiang.Site;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.AddYixiang();
builder.AddDemo();
builder.Services.AddKernelJobs();

var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None);
}

app.UseYixiang();
await app.RunAsync();
