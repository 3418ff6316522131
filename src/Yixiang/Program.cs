using Yixiang.Kernel;
using Yixiang.Site;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.AddYixiang();
builder.Services.AddKernelJobs();

var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None);
}

app.UseYixiang();
await app.RunAsync();
