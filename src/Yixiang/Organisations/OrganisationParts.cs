namespace Yixiang.Organisations;

public static class OrganisationParts
{
    public static IServiceCollection AddOrganisations(this IServiceCollection services) => services.AddScoped<Documents>();

    public static void MapOrganisations(this IEndpointRouteBuilder app) => app.MapDocumentFiles();
}
